// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "operations.h"

#include "lib/hot/format.h"

#include <string.h>

const char *const operation_name[HOT_NR_OPS] = {
#define LKMM_FUNCTION(type, name, params, args) #name,
#include "lib/access.list"
#include "lib/rmw.list"
#undef LKMM_FUNCTION
};

bool is_operation(const char *name)
{
	for (int i = 0; i < HOT_NR_OPS; i++)
		if (!strcmp(operation_name[i], name))
			return true;
	return false;
}
