/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-command-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (ConyCommand, cony_command, G_TYPE_OBJECT)

/* What may wait in the outbox, with the types of the arguments after the clave.  A decision may not:
 * nobody can promise what will hold when it arrives. */
static const struct
{
  const char *function;
  const char *types[CONY_COMMAND_MAX_ARGUMENTS];
} deferrable[] = {
  { "alertar_cocina", { "integer", "integer", "text", "text" } },
  { "pedir_refill", { "integer", "numeric" } },
  { "atender_refill", { "integer", "text", "text", "text" } },
  { "marcar_alerta_vista", { "uuid" } },
  { "empezar_pedido", { "integer", "text" } },
  { "pedido_listo", { "integer", "text" } },
  { "marcar_item", { "integer", "boolean" } },
};

static guint
count_types (const char * const *types)
{
  guint n = 0;

  while (n < CONY_COMMAND_MAX_ARGUMENTS && types[n])
    n++;
  return n;
}

static void
cony_command_finalize (GObject *object)
{
  ConyCommand *self = CONY_COMMAND (object);

  g_clear_pointer (&self->sql, g_free);
  for (guint i = 0; i < self->n_params; i++)
    g_clear_pointer (&self->params[i], g_free);

  G_OBJECT_CLASS (cony_command_parent_class)->finalize (object);
}

static void
cony_command_class_init (ConyCommandClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cony_command_finalize;
}

static void
cony_command_init (ConyCommand *self)
{
}

/**
 * cony_command_get_clave:
 * @self: a command
 *
 * Returns: (transfer none): the random UUID that makes its repeat harmless
 */
const char *
cony_command_get_clave (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), NULL);

  return self->params[0];
}

/**
 * cony_command_get_function:
 * @self: a command
 *
 * Returns: (transfer none): the function's name in schema `api`
 */
const char *
cony_command_get_function (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), NULL);

  return self->function;
}

/**
 * cony_command_get_sql:
 * @self: a command
 *
 * Returns: (transfer none): a statement whose only column is `resultado`
 */
const char *
cony_command_get_sql (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), NULL);

  return self->sql;
}

/**
 * cony_command_get_params:
 * @self: a command
 *
 * Returns: (transfer none): one text for each `$n` of the statement; %NULL is SQL NULL
 */
const char * const *
cony_command_get_params (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), NULL);

  return (const char * const *) self->params;
}

/**
 * cony_command_get_n_params:
 * @self: a command
 *
 * Returns: how many texts cony_command_get_params() has
 */
guint
cony_command_get_n_params (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), 0);

  return self->n_params;
}

/**
 * cony_command_get_deferrable:
 * @self: a command
 *
 * Returns: whether it may be done later, when there is no database now.  A *Visto* of somebody
 *   else may not: their PIN is not written to a disk
 */
gboolean
cony_command_get_deferrable (ConyCommand *self)
{
  g_return_val_if_fail (CONY_IS_COMMAND (self), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (deferrable); i++)
    if (g_str_equal (deferrable[i].function, self->function))
      return self->n_params == 1 + count_types (deferrable[i].types);
  return FALSE;
}

/**
 * cony_command_new_deferred:
 * @function: name of a function that may be done later
 * @params: what cony_command_get_params() of the first command was
 * @n_params: how many
 *
 * Returns: (transfer full) (nullable): the same command again, %NULL if there is no such one
 */
ConyCommand *
cony_command_new_deferred (const char         *function,
                           const char * const *params,
                           guint               n_params)
{
  g_autoptr (GString) sql = NULL;
  ConyCommand *self;
  guint i = 0;

  g_return_val_if_fail (function != NULL, NULL);
  g_return_val_if_fail (n_params > 0 && params[0] != NULL, NULL);

  while (i < G_N_ELEMENTS (deferrable) && !g_str_equal (deferrable[i].function, function))
    i++;
  if (i == G_N_ELEMENTS (deferrable) || n_params != 1 + count_types (deferrable[i].types))
    return NULL;

  self = g_object_new (CONY_TYPE_COMMAND, NULL);
  self->function = deferrable[i].function;
  sql = g_string_new (NULL);
  g_string_printf (sql, "SELECT api.%s($1::uuid", self->function);
  for (guint n = 1; n < n_params; n++)
    g_string_append_printf (sql, ", $%u::%s", n + 1, deferrable[i].types[n - 1]);
  g_string_append (sql, ") AS resultado");
  self->sql = g_string_free (g_steal_pointer (&sql), FALSE);
  for (guint n = 0; n < n_params; n++)
    self->params[self->n_params++] = g_strdup (params[n]);
  return self;
}

/**
 * cony_command_new_late:
 * @command: a command that may be done later
 * @seconds: how long ago it was made
 *
 * Returns: (transfer full): the same command, which tells the database its age
 */
ConyCommand *
cony_command_new_late (ConyCommand *command,
                       gint64       seconds)
{
  ConyCommand *self;
  const char *end;

  g_return_val_if_fail (CONY_IS_COMMAND (command), NULL);
  g_return_val_if_fail (cony_command_get_deferrable (command), NULL);

  self = g_object_new (CONY_TYPE_COMMAND, NULL);
  self->function = command->function;
  for (guint i = 0; i < command->n_params; i++)
    self->params[self->n_params++] = g_strdup (command->params[i]);
  self->params[self->n_params++] = g_strdup_printf ("%d", (int) CLAMP (seconds, 0, G_MAXINT));
  end = strrchr (command->sql, ')');
  self->sql = g_strdup_printf ("%.*s, p_hace_s => $%u::integer%s", (int) (end - command->sql),
                               command->sql, self->n_params, end);
  return self;
}

/**
 * cony_command_join:
 * @commands: (element-type ConyCommand): at least one
 * @params: an empty array
 *
 * Makes one statement that does all of them in their order, or none.  Each stays a column of the one
 * row, `r0`, `r1` and so on.
 *
 * Returns: (transfer full): the statement; @params holds one text for each `$n` of it, borrowed
 *   from @commands
 */
char *
cony_command_join (GPtrArray *commands,
                   GPtrArray *params)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  g_return_val_if_fail (commands != NULL && commands->len > 0, NULL);
  g_return_val_if_fail (params != NULL && params->len == 0, NULL);

  for (guint i = 0; i < commands->len; i++)
    {
      ConyCommand *command = commands->pdata[i];
      const char *at = command->sql + strlen ("SELECT ");
      const char *end = strrchr (command->sql, ')') + 1;

      if (i > 0)
        g_string_append (sql, ", ");
      while (at < end)
        if (*at == '$')
          g_string_append_printf (sql, "$%u",
                                  params->len
                                    + (guint) g_ascii_strtoull (at + 1, (char **) &at, 10));
        else
          g_string_append_c (sql, *at++);
      g_string_append_printf (sql, " AS r%u", i);
      for (guint k = 0; k < command->n_params; k++)
        g_ptr_array_add (params, command->params[k]);
    }
  return g_string_free (g_steal_pointer (&sql), FALSE);
}
