/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-nuevo-dialog.h"

#include <glib/gi18n.h>

#include "atencion-error-strip.h"
#include "atencion-linea-row.h"
#include "cony-state-pill.h"
#include "cony-text.h"

/* The database's limits. */
#define MAX_CLIENTE 100
#define MAX_TELEFONO 20
#define MAX_NOTA 300
#define MAX_LINES 50

/**
 * AtencionNuevoDialog:
 *
 * An order at the counter, written without the mouse: name, Enter, telephone, Enter, then "2 sal"
 * and Enter for two salchipapas, and so on; Ctrl+Enter sends it.
 */
struct _AtencionNuevoDialog
{
  AtencionDialog parent_instance;

  /* owned */
  GtkSingleSelection *selection; /* of ConyProducto: what the search leaves */
  GtkFilterListModel *filtered;
  GtkFilter *filter;

  guint n_lines;

  /* template */
  GtkEditable *cliente;
  GtkOrientable *columns;
  GtkToggleButton *delivery;
  GtkListBox *lines;
  GtkListView *list;
  GtkEditable *nota;
  GtkOrientable *person;
  GtkWidget *placeholder;
  GtkEditable *search;
  GtkWidget *send;
  GtkEditable *telefono;
  GtkLabel *total;
  GtkWidget *warning;
  GtkLabel *warning_text;
};

G_DEFINE_FINAL_TYPE (AtencionNuevoDialog, atencion_nuevo_dialog, ATENCION_TYPE_DIALOG)

/* ---- lines ---- */

static void
lines_changed_cb (AtencionNuevoDialog *self)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  g_autofree char *money = NULL, *text = NULL;
  GtkWidget *row;
  double sum = 0;

  self->n_lines = 0;
  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->lines)); row;
       row = gtk_widget_get_next_sibling (row))
    {
      ConyProducto *producto;

      if (!ATENCION_IS_LINEA_ROW (row))
        continue;
      producto = atencion_linea_row_get_producto (ATENCION_LINEA_ROW (row));
      self->n_lines++;
      sum += atencion_linea_row_get_precio (ATENCION_LINEA_ROW (row));
      if (!cony_producto_get_agotado (producto))
        continue;
      if (missing->len > 0)
        g_string_append (missing, ", ");
      g_string_append (missing, cony_producto_get_nombre (producto));
      if (cony_producto_get_faltan (producto))
        g_string_append_printf (missing, " (%s)", cony_producto_get_faltan (producto));
    }
  money = cony_money_format (sum);
  gtk_label_set_label (self->total, money);
  /* Translators: products with the supplies that they lack */
  text = g_strdup_printf (_("The kitchen has run out of: %s. Tell the customer before you take the "
                            "order."), missing->str);
  gtk_label_set_label (self->warning_text, text);
  gtk_widget_set_visible (self->warning, missing->len > 0);
  atencion_dialog_set_error (ATENCION_DIALOG (self), NULL);
}

static void
focus_search_cb (AtencionNuevoDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
emptied_cb (AtencionNuevoDialog *self,
            GtkWidget           *row)
{
  gtk_list_box_remove (self->lines, row);
  lines_changed_cb (self);
  focus_search_cb (self);
}

/* More of the same is one line, unless that one has notes: those are not for all. */
static AtencionLineaRow *
find_line (AtencionNuevoDialog *self,
           ConyProducto        *producto)
{
  GtkWidget *row;

  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->lines)); row;
       row = gtk_widget_get_next_sibling (row))
    if (ATENCION_IS_LINEA_ROW (row)
        && atencion_linea_row_get_producto (ATENCION_LINEA_ROW (row)) == producto
        && !*atencion_linea_row_get_notas (ATENCION_LINEA_ROW (row)))
      return ATENCION_LINEA_ROW (row);
  return NULL;
}

static void
add_line (AtencionNuevoDialog *self,
          ConyProducto        *producto,
          int                  quantity)
{
  AtencionLineaRow *line = find_line (self, producto);
  GtkWidget *row;

  if (line)
    {
      atencion_linea_row_add (line, quantity);
      return;
    }
  if (self->n_lines >= MAX_LINES)
    {
      atencion_dialog_set_error (ATENCION_DIALOG (self),
                                 _("An order has between 1 and 50 lines."));
      return;
    }
  row = atencion_linea_row_new (producto, quantity);
  g_signal_connect_object (row, "changed", G_CALLBACK (lines_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "emptied", G_CALLBACK (emptied_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "finished", G_CALLBACK (focus_search_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->lines, row);
  lines_changed_cb (self);
}

/* ---- products ---- */

/* "3 chi" asks for three: returns the quantity and where the words begin. */
static int
parse_search (AtencionNuevoDialog  *self,
              const char          **words)
{
  const char *text = gtk_editable_get_text (self->search);
  int quantity = 1;

  while (*text == ' ')
    text++;
  if (g_ascii_isdigit (*text))
    {
      char *end = NULL;
      gint64 number = g_ascii_strtoll (text, &end, 10);

      if (*end == ' ' && number >= 1 && number <= ATENCION_MAX_CANTIDAD)
        {
          quantity = number;
          text = end + 1;
        }
    }
  *words = text;
  return quantity;
}

static gboolean
filter_producto (gpointer item,
                 gpointer user_data)
{
  AtencionNuevoDialog *self = user_data;
  const char *nombre = cony_producto_get_nombre (item);
  const char *words;

  parse_search (self, &words);
  return cony_producto_get_activo (item)
         && (!*words || (nombre && g_str_match_string (words, nombre, TRUE)));
}

static void
add_selected (AtencionNuevoDialog *self)
{
  ConyProducto *producto = gtk_single_selection_get_selected_item (self->selection);
  const char *words;
  int quantity = parse_search (self, &words);

  if (!producto)
    {
      atencion_dialog_set_error (ATENCION_DIALOG (self), _("No product has this name."));
      return;
    }
  add_line (self, producto, quantity);
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* The entry tells of typing a moment later; a quick Enter must not add what was found before. */
static void
search_now (AtencionNuevoDialog *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
search_activate_cb (AtencionNuevoDialog *self)
{
  if (!*gtk_editable_get_text (self->search))
    return;
  search_now (self);
  gtk_single_selection_set_selected (self->selection, 0);
  add_selected (self);
}

static void
search_changed_cb (AtencionNuevoDialog *self)
{
  search_now (self);
}

static void
search_next_cb (AtencionNuevoDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
search_stop_cb (AtencionNuevoDialog *self)
{
  if (*gtk_editable_get_text (self->search))
    gtk_editable_set_text (self->search, "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "dialog.close", NULL);
}

static void
list_activate_cb (AtencionNuevoDialog *self,
                  guint                position)
{
  gtk_single_selection_set_selected (self->selection, position);
  add_selected (self);
}

static void
setup_cb (AtencionNuevoDialog *self,
          GtkListItem         *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *what = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *name = gtk_label_new (NULL), *pill = cony_state_pill_new ();
  GtkWidget *price = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_widget_set_hexpand (what, TRUE);
  gtk_widget_add_css_class (name, "strong");
  gtk_widget_add_css_class (box, "supply-row");
  gtk_widget_set_halign (pill, GTK_ALIGN_START);
  cony_state_pill_set (CONY_STATE_PILL (pill), "bad", "cony-warn-symbolic", _("Out of stock"));
  gtk_box_append (GTK_BOX (what), name);
  gtk_box_append (GTK_BOX (what), pill);
  gtk_box_append (GTK_BOX (box), what);
  gtk_box_append (GTK_BOX (box), price);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (AtencionNuevoDialog *self,
         GtkListItem         *item)
{
  ConyProducto *producto = gtk_list_item_get_item (item);
  GtkWidget *what = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *name = gtk_widget_get_first_child (what);
  GtkWidget *pill = gtk_widget_get_next_sibling (name);
  GtkWidget *price = gtk_widget_get_next_sibling (what);
  g_autofree char *money = cony_money_format (cony_producto_get_precio (producto));

  gtk_label_set_label (GTK_LABEL (name), cony_producto_get_nombre (producto));
  gtk_label_set_label (GTK_LABEL (price), money);
  gtk_widget_set_visible (pill, cony_producto_get_agotado (producto));
  gtk_widget_set_tooltip_text (pill, cony_producto_get_faltan (producto));
}

/* ---- sending ---- */

static void
cliente_activate_cb (AtencionNuevoDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->telefono));
}

/* Returns what is wrong with a line, which has the keyboard then. */
static const char *
check_lines (AtencionNuevoDialog *self)
{
  const char *problem = NULL;
  GtkWidget *row;

  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->lines)); row && !problem;
       row = gtk_widget_get_next_sibling (row))
    if (ATENCION_IS_LINEA_ROW (row))
      problem = atencion_linea_row_check (ATENCION_LINEA_ROW (row));
  return problem;
}

static char *
create_items (AtencionNuevoDialog *self)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  GtkWidget *row;

  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->lines)); row;
       row = gtk_widget_get_next_sibling (row))
    if (ATENCION_IS_LINEA_ROW (row))
      json_array_add_element (array, atencion_linea_row_create_json (ATENCION_LINEA_ROW (row)));
  json_node_set_array (node, array);
  return json_to_string (node, FALSE);
}

/* Returns the trimmed text; on a problem %NULL, with the error shown and the focus there. */
static char *
check_entry (AtencionNuevoDialog *self,
             GtkEditable         *entry,
             guint                max_chars)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  g_autofree char *problem = NULL;

  if (atencion_check_text (text, max_chars, &problem))
    return g_steal_pointer (&text);
  atencion_dialog_set_error (ATENCION_DIALOG (self), problem);
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  return NULL;
}

static ConyCommand *
atencion_nuevo_dialog_create_command (AtencionDialog *dialog)
{
  AtencionNuevoDialog *self = ATENCION_NUEVO_DIALOG (dialog);
  g_autoptr (ConySession) session = NULL;
  g_autofree char *cliente = check_entry (self, self->cliente, MAX_CLIENTE);
  g_autofree char *telefono = cliente ? check_entry (self, self->telefono, MAX_TELEFONO) : NULL;
  g_autofree char *nota = telefono ? check_entry (self, self->nota, MAX_NOTA) : NULL;
  g_autofree char *items = NULL;
  const char *problem;

  if (!nota)
    return NULL;
  if (!*cliente)
    {
      atencion_dialog_set_error (dialog, _("Write the customer's name."));
      gtk_widget_grab_focus (GTK_WIDGET (self->cliente));
      return NULL;
    }
  if (self->n_lines == 0)
    {
      atencion_dialog_set_error (dialog, _("Add at least one product."));
      gtk_widget_grab_focus (GTK_WIDGET (self->search));
      return NULL;
    }
  problem = check_lines (self);
  if (problem)
    {
      atencion_dialog_set_error (dialog, problem);
      return NULL;
    }
  g_object_get (self, "session", &session, NULL);
  items = create_items (self);
  return cony_command_new_crear_pedido (
    cony_session_get_sucursal_id (session), cliente, *telefono ? telefono : NULL,
    gtk_toggle_button_get_active (self->delivery) ? "delivery" : "presencial",
    *nota ? nota : NULL, items);
}

static void
atencion_nuevo_dialog_dispose (GObject *object)
{
  AtencionNuevoDialog *self = ATENCION_NUEVO_DIALOG (object);

  if (self->filtered)
    {
      gtk_filter_list_model_set_filter (self->filtered, NULL);
      gtk_list_view_set_model (self->list, NULL);
    }
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->selection);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATENCION_TYPE_NUEVO_DIALOG);

  G_OBJECT_CLASS (atencion_nuevo_dialog_parent_class)->dispose (object);
}

static void
atencion_nuevo_dialog_class_init (AtencionNuevoDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atencion_nuevo_dialog_dispose;
  ATENCION_DIALOG_CLASS (klass)->create_command = atencion_nuevo_dialog_create_command;

  g_type_ensure (ATENCION_TYPE_ERROR_STRIP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/Atencion/atencion-nuevo-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, cliente);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, columns);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, delivery);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, lines);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, list);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, nota);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, person);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, send);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, placeholder);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, search);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, telefono);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, total);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, warning);
  gtk_widget_class_bind_template_child (widget_class, AtencionNuevoDialog, warning_text);
  gtk_widget_class_bind_template_callback (widget_class, cliente_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stop_cb);
}

static void
atencion_nuevo_dialog_init (AtencionNuevoDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_placeholder (self->lines, self->placeholder);
  lines_changed_cb (self);
}

/**
 * atencion_nuevo_dialog_new:
 * @session: in which the command runs
 * @productos: of #ConyProducto, what can be ordered
 *
 * Returns: (transfer none): the dialog
 */
GtkWindow *
atencion_nuevo_dialog_new (ConySession *session,
                           GListModel  *productos)
{
  AtencionNuevoDialog *self = NULL;
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_return_val_if_fail (CONY_IS_SESSION (session), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (productos), NULL);

  self = g_object_new (ATENCION_TYPE_NUEVO_DIALOG, "session", session, NULL);
  self->filter = GTK_FILTER (gtk_custom_filter_new (filter_producto, self, NULL));
  self->filtered
    = gtk_filter_list_model_new (g_object_ref (productos), g_object_ref (self->filter));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->filtered)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->cliente));
  return GTK_WINDOW (self);
}

/**
 * atencion_nuevo_dialog_set_narrow:
 * @self: the dialog
 * @narrow: %TRUE for one column
 */
void
atencion_nuevo_dialog_set_narrow (AtencionNuevoDialog *self,
                                  gboolean             narrow)
{
  GtkOrientation orientation = narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  g_return_if_fail (ATENCION_IS_NUEVO_DIALOG (self));

  gtk_orientable_set_orientation (self->columns, orientation);
  gtk_orientable_set_orientation (self->person, orientation);
  /* Beside the total there is room for the words alone. */
  if (narrow)
    g_object_set (self->send, "keycap", NULL, NULL);
}
