/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cocina-application.h"

int
main (int    argc,
      char **argv)
{
  g_set_application_name ("Cony Cocina");
  return cony_application_main (g_object_new (COCINA_TYPE_APPLICATION, "application-id",
                                              CONY_APPLICATION_ID ".Cocina", NULL),
                                argc, argv);
}
