/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-application.h"
#include "cony-login-window.h"

G_BEGIN_DECLS

typedef struct
{
  ConyRoles roles; /* who may use the program */
  ConyCreateWindowFunc create_window;

  GSettings *settings; /* (nullable): NULL where the schema is not installed */

  char *server;
  char *broker;
  char *user;
  char *password_file;
  char *pantalla;
  char *password; /* of the session, to hand it on to another window of the same person */

  ConySession *session;
  ConyRealtime *realtime;
  GCancellable *cancellable; /* of the login under way */
  GCancellable *look;        /* of the look whether the server is there */

  ConyLoginWindow *login;  /* weak */
  GtkWindow *window;       /* weak: the role's window */
} ConyApplicationPrivate;

ConyApplicationPrivate *cony_application_get_private    (ConyApplication *self);

/* cony-application-login.c */
void                    cony_application_show_login     (ConyApplication *self);
void                    cony_application_enter          (ConyApplication *self,
                                                         const char      *password);
void                    cony_application_drop_window    (ConyApplication *self);
void                    cony_application_forget_session (ConyApplication *self);
void                    cony_application_stop_looking   (ConyApplication *self);

G_END_DECLS
