/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-application.h"

#include "vouchers-window.h"

struct _VouchersApplication
{
  ConyApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (VouchersApplication, vouchers_application, CONY_TYPE_APPLICATION)

static GtkWindow *
vouchers_application_create_window (ConyApplication *application,
                                    ConySession     *session,
                                    ConyRealtime    *realtime)
{
  return GTK_WINDOW (vouchers_window_new (application, session, realtime));
}

static void
vouchers_application_class_init (VouchersApplicationClass *klass)
{
  ConyApplicationClass *application_class = CONY_APPLICATION_CLASS (klass);

  application_class->roles = CONY_ROL_VALIDADOR;
  application_class->create_window = vouchers_application_create_window;
}

static void
vouchers_application_init (VouchersApplication *self)
{
}
