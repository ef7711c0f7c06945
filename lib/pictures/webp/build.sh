#!/bin/sh
# Makes encoder.wasm: sh lib/pictures/webp/build.sh <folder with the source of libwebp>
# Made with libwebp 1.6.0 (4fa21912338357f89e4fd51cf2368325b59e9bd9) and Emscripten 3.1.6.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
# The encoder for pictures with loss, and what of the SIMD code WebAssembly knows.
encoder=$(ls src/enc/*.c | grep -v -E 'vp8l_enc|histogram_enc|backward|predictor_enc|near_lossless')
dsp=$(ls src/dsp/*.c | grep -v -E 'neon|mips|msa|avx2|lossless')
emcc -O2 -flto -msimd128 -msse2 -msse4.1 -DNDEBUG -DWEBP_HAVE_SSE2 -DWEBP_HAVE_SSE41 -I. -Isrc \
  "$here/encoder.c" $encoder $dsp src/utils/*.c sharpyuv/*.c \
  -s STANDALONE_WASM=1 -s ALLOW_MEMORY_GROWTH=1 -s INITIAL_MEMORY=1MB -s TOTAL_STACK=256KB -s FILESYSTEM=0 \
  --no-entry -o "$here/encoder.wasm"
