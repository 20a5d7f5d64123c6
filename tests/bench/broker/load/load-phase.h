/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "load-connection.h"
#include "load-stream.h"

#include <stdio.h>

bool load_phase_run (FILE           *out,
                     const char     *name,
                     LoadConnection *publishers,
                     int             count,
                     int             window);

bool load_phase_run_rates (FILE           *out,
                           LoadConnection *publishers);
