/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Queues of network devices, as include/linux/netdevice.h has them. The test defines struct
 * net_device, with the member struct netdev_queue _tx[], or a pointer to one. Nobody sends from a
 * queue that is woken: the bit is all there is.
 */
struct netdev_queue {
	unsigned long state;		/* bit 0: the driver has stopped it */
};

/* netdev_get_tx_queue() */
#define netdev_get_tx_queue(dev, index) (&(dev)->_tx[index])

/* netif_tx_start_queue(), netif_tx_stop_queue(). Relaxed. */
#define netif_tx_start_queue(queue) clear_bit(0, &(queue)->state)
#define netif_tx_stop_queue(queue) set_bit(0, &(queue)->state)
#define netif_start_queue(dev) netif_tx_start_queue(netdev_get_tx_queue(dev, 0))
#define netif_stop_queue(dev) netif_tx_stop_queue(netdev_get_tx_queue(dev, 0))

/* net/core/dev.c: netif_tx_wake_queue(). Full, by test_and_clear_bit(). */
#define netif_tx_wake_queue(queue) ((void)test_and_clear_bit(0, &(queue)->state))
#define netif_wake_queue(dev) netif_tx_wake_queue(netdev_get_tx_queue(dev, 0))

/* netif_tx_queue_stopped(). A read, and no barrier. */
#define netif_tx_queue_stopped(queue) test_bit(0, &(queue)->state)
#define netif_queue_stopped(dev) netif_tx_queue_stopped(netdev_get_tx_queue(dev, 0))
