/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: parts of memory for a device, of which there is none. */
#ifndef __LKMM_VERIFY_LINUX_SCATTERLIST_H
#define __LKMM_VERIFY_LINUX_SCATTERLIST_H

#include <linux/mm.h>
#include <linux/types.h>

struct scatterlist {
	const void *buf;
	unsigned int length;
	dma_addr_t dma_address;
};

#define sg_dma_address(sg) ((sg)->dma_address)
#define sg_dma_len(sg) ((sg)->length)

static inline void sg_set_buf(struct scatterlist *sg, const void *buf, unsigned int length)
{
	sg->buf = buf;
	sg->length = length;
}

#endif
