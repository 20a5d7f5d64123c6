/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-application.h"

int
main (int   argc,
      char *argv[])
{
  g_set_application_name ("Cony Atención");
  return cony_application_main (g_object_new (ATENCION_TYPE_APPLICATION,
                                              "application-id", CONY_APPLICATION_ID ".Atencion",
                                              NULL),
                                argc, argv);
}
