/* SPDX-License-Identifier: Apache-2.0 */
/* Drawing source lines with marks under them, and previews of fixes; used by render_text.c. */
#ifndef MOJ_DIAG_EXCERPT_H
#define MOJ_DIAG_EXCERPT_H

#include "diag/diag_int.h"

typedef enum Ink {
    INK_PLAIN,
    INK_BOLD,
    INK_ERROR,
    INK_WARNING,
    INK_NOTE,
    INK_HELP,
    INK_FRAME, /* line numbers, arrows, secondary marks */
    INK_ADDED,
    INK_REMOVED,
} Ink;

typedef struct Pen {
    StrBuf *out;
    bool color;
    Ink ink;        /* of the primary mark */
    size_t gutter;  /* digits of a line number */
    uint32_t width; /* terminal columns for source text */
    SourceMap *sources;
} Pen;
void pen_start(Pen *p, Ink ink);
void pen_stop(Pen *p, Ink ink);
void pen_text(Pen *p, Ink ink, const char *text);
void pen_gutter(Pen *p, const char *sign); /* blank gutter, then the sign */
void pen_numbered(Pen *p, uint32_t line, const char *sign, Ink ink); /* line is 0-based */

typedef struct Mark {
    Span at;
    const char *text; /* may be NULL */
    bool primary;     /* drawn with ^, else with - */
} Mark;
/* Lines of one source with the marks, framed by blank gutter lines above. */
void excerpt(Pen *p, Source *s, const Mark *marks, uint32_t n);
/* The lines that a fix changes, as they will be. */
void preview(Pen *p, const Fix *f);

/* A line as it is shown: cut to a window of bytes when it is too long. */
typedef struct Window {
    Str line;
    uint32_t from, to; /* bytes of line */
} Window;
/* Window of at most p->width columns that shows bytes [a, b) of the line, or their beginning. */
Window window_of(const Pen *p, Str line, uint32_t a, uint32_t b);
uint32_t window_col(const Window *w, uint32_t byte); /* column of a byte, clamped into the window */
void window_put(StrBuf *out, const Window *w);
#define CUT_SIGN "..."

#endif
