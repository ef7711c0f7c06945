// libwebp for pictures of which never more than some rows are there as RGB: they are turned into YUV as they come, which is
// half as large and all that its encoder reads. Built by build.sh; called by ../encode-webp.ts.
#include <stdlib.h>
#include <string.h>

#include "src/enc/vp8li_enc.h"
#include "src/webp/encode.h"

#define EXPORT(name) __attribute__((export_name(#name)))
// Even: two rows share their colours.
#define STRIP_ROWS 64

static WebPConfig config;
static WebPPicture picture;
static WebPMemoryWriter written;
static uint8_t* strip;
static int rows_done;

// Gives back all memory, before the next picture.
EXPORT(clear) void clear(void) {
  WebPPictureFree(&picture);
  WebPMemoryWriterClear(&written);
  free(strip);
  strip = NULL;
}

// Where the next rows are to be written, STRIP_ROWS at most; 0 when there is not enough memory, or the size is impossible.
EXPORT(begin) uint8_t* begin(int width, int height, float quality, int effort) {
  if (!WebPConfigPreset(&config, WEBP_PRESET_DEFAULT, quality) || !WebPPictureInit(&picture)) return NULL;
  if (width > WEBP_MAX_DIMENSION || height > WEBP_MAX_DIMENSION) return NULL;
  WebPMemoryWriterInit(&written);
  config.method = effort;
  picture.width = width;
  picture.height = height;
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &written;
  rows_done = 0;
  strip = WebPPictureAlloc(&picture) ? malloc((size_t)width * STRIP_ROWS * 3) : NULL;
  return strip;
}

static void copy_plane(const uint8_t* from, int from_stride, uint8_t* to, int to_stride, int width, int rows) {
  for (int row = 0; row < rows; ++row) {
    memcpy(to + (size_t)row * to_stride, from + (size_t)row * from_stride, width);
  }
}

// Takes so many rows from the strip; an odd number only at the end. 0 when there is not enough memory, or there are too many.
EXPORT(add) int add(int rows) {
  WebPPicture part;
  if (rows > STRIP_ROWS || rows > picture.height - rows_done || !WebPPictureInit(&part)) return 0;
  part.width = picture.width;
  part.height = rows;
  if (!WebPPictureImportRGB(&part, strip, picture.width * 3)) return 0;
  const int half_width = (picture.width + 1) / 2, half_rows = (rows + 1) / 2;
  const size_t y = (size_t)rows_done * picture.y_stride, uv = (size_t)(rows_done / 2) * picture.uv_stride;
  copy_plane(part.y, part.y_stride, picture.y + y, picture.y_stride, picture.width, rows);
  copy_plane(part.u, part.uv_stride, picture.u + uv, picture.uv_stride, half_width, half_rows);
  copy_plane(part.v, part.uv_stride, picture.v + uv, picture.uv_stride, half_width, half_rows);
  WebPPictureFree(&part);
  rows_done += rows;
  return 1;
}

// The size of the file; 0 when rows are missing, less when it fails (WebPEncodingError).
EXPORT(finish) int finish(void) {
  if (rows_done != picture.height) return 0;
  return WebPEncode(&config, &picture) ? (int)written.size : -(int)picture.error_code;
}

EXPORT(bytes) const uint8_t* bytes(void) { return written.mem; }

// Pictures without loss and with transparency are never asked for: without their encoder the module is half as large.
int VP8LEncodeImage(const WebPConfig* asked, const WebPPicture* of) {
  (void)asked;
  (void)of;
  return 0;
}

int VP8LEncodeStream(const WebPConfig* asked, const WebPPicture* of, VP8LBitWriter* to) {
  (void)asked;
  (void)of;
  (void)to;
  return 0;
}
