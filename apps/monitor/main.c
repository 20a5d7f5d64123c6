/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-application.h"

int
main (int    argc,
      char **argv)
{
  g_set_application_name ("Cony Monitor");
  return cony_application_main (g_object_new (MONITOR_TYPE_APPLICATION, "application-id",
                                              CONY_APPLICATION_ID ".Monitor", NULL),
                                argc, argv);
}
