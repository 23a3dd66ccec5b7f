/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Reports as pages that need no script and no network, light or dark as the reader prefers. */
#ifndef LKMM_PAGE_H
#define LKMM_PAGE_H

#include "text.h"

/* Everything up to the body; the page ends with "</body></html>". */
void page_begin(struct text *out, const char *title);

#endif
