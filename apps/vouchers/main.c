/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-application.h"

int
main (int    argc,
      char **argv)
{
  g_set_application_name ("Cony Vouchers");
  return cony_application_main (g_object_new (VOUCHERS_TYPE_APPLICATION, "application-id",
                                              CONY_APPLICATION_ID ".Vouchers", NULL),
                                argc, argv);
}
