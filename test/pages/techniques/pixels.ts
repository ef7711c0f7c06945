// Pixels without markup: canvases of every kind, films, and what plays sound.
import { send, type Exchange } from '../routes.ts'
import { technique, type Theme } from '../technique.ts'

/** A third of a second of a white field on red, 64 x 48, VP8. */
const FILM =
  'GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwEAAAAAAAJrEU2bdLlNu4tTq4QVSalmU6yBbk27i1OrhBZUrmtTrIGTTbuLU6uEH0O2dVOsgdRNu4xTq4QcU7trU6yCAlnsrgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAVSalmoCrXsYMPQkBEiYRDqobJTYCGQ2hyb21lV0GGQ2hyb21lFlSua7yuuteBAXPFh9UZxgHpEDuDgQFV7oEBhoVWX1ZQOOCdsIFAuoEwU8CBAVWwkFWxgQFVuYECVbqBDVW7gQEfQ7Z1AQAAAAAAAXnngQCgQJWh5oEAAAAwBACdASpAADAABwcIhYWImYSIJYIDK7Y2/AFDD4VvXptVaT3iArlyai8A/ujVw3QvzN3s72RVZ9XKMHodz1Di+GNIKvPBDe77Ao7/GCD+j/6A0GDjxOCjgspY3otdGa6wAHWhqqao7oEBpaOwAgCdASpAADAACocIhYWImYSIOAIABo5PzMeb8VgA/uuuAKDFoaSBAHwAEQIAHBE8ABgAGj3/9AAFXKNb8P7oN0iEz8OdiuxTgAB1oZmml+6BAaWS0QEAKhHAABgAGFgv9AAIjAAA+4EAoMWhpIEA0AARAgAcERwAGAAaPf/0AAVco1vw/unr3D236r8QedbOAHWhmaaX7oEBpZLRAQAqEcAAGAAYWC/0AAiMAAD7gXygzqGtgQFVADECABwQ5AAYACI1//QAGQb0EAsQ/uy9ZzXN3/43j8CvyXY7weY5cc4AdaGZppfugQGlktEBACoRwAAYABhYL/QACIwAAPuB0BxTu2uNu4uzgQC3hveBAfGB1A=='

/** Source of a function that draws something with a 2D context. */
const DRAW = `const draw = (pen) => { pen.fillStyle = '#146'; pen.fillRect(0, 0, 240, 120); pen.fillStyle = '#fb3'; pen.beginPath(); pen.arc(120, 60, 40, 0, 7); pen.fill() }`

const canvases = [
  technique(
    'canvas-worker',
    ['drawn elsewhere'],
    `<canvas width="240" height="120"></canvas><p id="p"></p><script>
const work = new Worker(URL.createObjectURL(new Blob(['onmessage = ({ data }) => { ${DRAW.replaceAll("'", "\\'")}; draw(data.getContext("2d")); requestAnimationFrame(() => postMessage(1)) }'])))
const canvas = document.querySelector('canvas').transferControlToOffscreen()
work.onmessage = () => { document.getElementById('p').textContent = 'drawn elsewhere' }
work.postMessage(canvas, [canvas])
</script>`,
  ),
  technique(
    'canvas-bitmap',
    ['a bitmap was handed over'],
    `<canvas width="240" height="120"></canvas><p id="p"></p><script>
${DRAW}
const off = new OffscreenCanvas(240, 120); draw(off.getContext('2d'))
document.querySelector('canvas').getContext('bitmaprenderer').transferFromImageBitmap(off.transferToImageBitmap())
document.getElementById('p').textContent = 'a bitmap was handed over'
</script>`,
  ),
  technique(
    'canvas-webgl-scene',
    [],
    `<canvas width="240" height="160"></canvas><script>
const gl = document.querySelector('canvas').getContext('webgl2')
const shader = (type, text) => { const made = gl.createShader(type); gl.shaderSource(made, text); gl.compileShader(made); return made }
const program = gl.createProgram()
gl.attachShader(program, shader(gl.VERTEX_SHADER, 'attribute vec2 at; void main() { gl_Position = vec4(at, 0, 1); }'))
gl.attachShader(program, shader(gl.FRAGMENT_SHADER, 'precision mediump float; void main() { gl_FragColor = vec4(1, 0.6, 0, 1); }'))
gl.linkProgram(program); gl.useProgram(program)
gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer())
gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0.8, -0.8, -0.8, 0.8, -0.8]), gl.STATIC_DRAW)
const at = gl.getAttribLocation(program, 'at'); gl.enableVertexAttribArray(at); gl.vertexAttribPointer(at, 2, gl.FLOAT, false, 0, 0)
gl.clearColor(0.1, 0.2, 0.4, 1); gl.clear(gl.COLOR_BUFFER_BIT); gl.drawArrays(gl.TRIANGLES, 0, 3)
</script>`,
  ),
  technique(
    'canvas-dense',
    [],
    `<canvas width="480" height="240" style="width: 240px; height: 120px; border: 4px solid #c0c; padding: 6px; border-radius: 20px"></canvas><script>${DRAW}
const pen = document.querySelector('canvas').getContext('2d'); pen.scale(2, 2); draw(pen)</script>`,
  ),
  technique(
    'canvas-clear',
    [],
    `<div style="background: repeating-linear-gradient(45deg, #fff 0 10px, #cdf 10px 20px)"><canvas width="240" height="120"></canvas></div><script>
const pen = document.querySelector('canvas').getContext('2d'); pen.font = '40px sans-serif'; pen.fillStyle = '#a00'; pen.fillText('clear', 40, 70)</script>`,
  ),
  technique(
    'canvas-tainted-beside-others',
    ['over the canvas'],
    ({
      site,
    }) => `<style>main { position: relative } b { position: absolute; left: 40px; top: 40px; background: #ff0; padding: 8px }</style>
<canvas width="320" height="200" style="max-width: 100%; transform: rotate(3deg)"></canvas><b>over the canvas</b><script>
const image = new Image()
image.onload = () => document.querySelector('canvas').getContext('2d').drawImage(image, 0, 0)
image.src = '${site.otherOrigin}/img/320x200-133.png'
</script>`,
  ),
  technique(
    'canvas-picture',
    ['a picture of a canvas'],
    `<img id="i" alt=""><img id="j" alt=""><p id="p"></p><script>
${DRAW}
const canvas = document.createElement('canvas'); canvas.width = 240; canvas.height = 120; draw(canvas.getContext('2d'))
document.getElementById('i').src = canvas.toDataURL()
canvas.toBlob((blob) => { const image = document.getElementById('j'); image.onload = () => { URL.revokeObjectURL(image.src); document.getElementById('p').textContent = 'a picture of a canvas' }; image.src = URL.createObjectURL(blob) })
</script>`,
  ),
  technique(
    'canvas-empty',
    ['around an empty canvas'],
    '<canvas width="100" height="50" style="background: #fcd">words for those without</canvas><p>around an empty canvas</p>',
  ),
  technique(
    'canvas-hidden',
    ['beside a hidden canvas'],
    `<canvas style="display: none"></canvas><canvas width="100" height="60" style="visibility: hidden"></canvas><p>beside a hidden canvas</p><script>for (const canvas of document.querySelectorAll('canvas')) canvas.getContext('2d').fillRect(0, 0, 100, 60)</script>`,
  ),
]

const films = [
  technique('video-poster', [], '<video poster="/img/320x180-40.png" width="320" height="180"></video>'),
  technique(
    'video-frame',
    ['the first frame'],
    '<video src="/t/media/film.webm" width="320" height="240" muted></video><p>the first frame</p>',
  ),
  technique(
    'video-source',
    ['of two sources'],
    '<video width="200" style="object-fit: none; height: 200px; border-radius: 30px" muted><source src="/t/media/none.mp4" type="video/mp4; codecs=nothing"><source src="/t/media/film.webm" type="video/webm"></video><p>of two sources</p>',
  ),
  technique(
    'video-stream',
    ['a stream without an address'],
    `<video width="240" height="120" muted autoplay></video><p id="p"></p><script>
${DRAW}
const canvas = document.createElement('canvas'); canvas.width = 240; canvas.height = 120; const pen = canvas.getContext('2d'); draw(pen)
const video = document.querySelector('video'); video.srcObject = canvas.captureStream(); draw(pen)
const again = setInterval(() => draw(pen), 50)
video.onloadeddata = () => setTimeout(() => { clearInterval(again); document.getElementById('p').textContent = 'a stream without an address' }, 100)
</script>`,
  ),
  technique('audio-controls', ['beside a player'], '<audio controls></audio><p>beside a player</p>'),
  technique(
    'audio-hidden',
    ['no player to be seen'],
    '<audio src="/t/media/none.mp3" loop></audio><p>no player to be seen</p>',
  ),
]

const routes = {
  '/t/media/film.webm': (exchange: Exchange) => send(exchange, Buffer.from(FILM, 'base64'), 'video/webm'),
}

export const pixels: Theme = { pages: [...canvases, ...films], routes }
