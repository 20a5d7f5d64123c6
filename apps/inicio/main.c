/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inicio-application.h"

int
main (int    argc,
      char **argv)
{
  g_set_application_name ("Cony");
  return cony_application_main (g_object_new (INICIO_TYPE_APPLICATION,
                                              "application-id", CONY_APPLICATION_ID,
                                              "resource-base-path", "/com/conychips/Cony/Inicio",
                                              NULL),
                                argc, argv);
}
