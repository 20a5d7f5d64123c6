/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "cony-result.h"

G_BEGIN_DECLS

ConyResult *cony_result_new_take (PGresult *result);

G_END_DECLS
