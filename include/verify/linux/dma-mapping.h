/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* For lkmm verify: there are no devices. */
#ifndef __LKMM_VERIFY_LINUX_DMA_MAPPING_H
#define __LKMM_VERIFY_LINUX_DMA_MAPPING_H

#include <linux/scatterlist.h>
#include <linux/types.h>

#define DMA_MAPPING_ERROR (~(dma_addr_t)0)

#endif
