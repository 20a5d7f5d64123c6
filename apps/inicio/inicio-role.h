/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cony-rol.h"

G_BEGIN_DECLS

/**
 * InicioRole:
 * @name: how actions and settings name it
 * @program: the program that does it
 * @roles: who may
 * @icon_name: its icon
 * @title: its name; translate with _()
 * @summary: what is done there; translate with _()
 * @locked: why somebody else may not; translate with _()
 *
 * One thing that a person may do on this computer.
 */
typedef struct
{
  const char *name;
  const char *program;
  ConyRoles roles;
  const char *icon_name;
  const char *title;
  const char *summary;
  const char *locked;
} InicioRole;

#define INICIO_N_ROLES 4

const InicioRole *inicio_role_get  (guint       i);
const InicioRole *inicio_role_find (const char *name);

G_END_DECLS
