/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "atencion-ticket.h"

#include <glib/gi18n.h>

#include "cony-text.h"

/* A roll of 80 mm; its printers reach 72 mm of it. */
#define PAPER_WIDTH 80.0
#define MARGIN 4.0
#define POINTS_PER_MM (72.0 / 25.4)
#define PRINT_WIDTH ((PAPER_WIDTH - 2 * MARGIN) * POINTS_PER_MM)
/* The printer's fonts may be a little larger than those the paper was measured with. */
#define SPARE 8.0

/* One line of the ticket, or a rule. */
typedef struct
{
  char *markup; /* owned; NULL for a rule */
  PangoAlignment alignment;
  double indent; /* points */
  double height; /* points, as measured last */
} Line;

static void
line_free (Line *line)
{
  g_free (line->markup);
  g_free (line);
}

static void
add_line (GPtrArray      *lines,
          PangoAlignment  alignment,
          double          indent,
          char           *markup)
{
  Line *line = g_new0 (Line, 1);

  line->markup = markup;
  line->alignment = alignment;
  line->indent = indent;
  g_ptr_array_add (lines, line);
}

static void
add_rule (GPtrArray *lines)
{
  add_line (lines, PANGO_ALIGN_LEFT, 0, NULL);
}

static void
add_items (GPtrArray  *lines,
           ConyPedido *pedido)
{
  GListModel *items = cony_pedido_get_items (pedido);
  guint n_items = items ? g_list_model_get_n_items (items) : 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (ConyPedidoItem) item = g_list_model_get_item (items, i);
      const char *notes = cony_pedido_item_get_notas (item);
      g_auto (GStrv) parts = g_strsplit (notes ? notes : "", "\n", -1);

      add_line (lines, PANGO_ALIGN_LEFT, 0,
                g_markup_printf_escaped ("<span size='15pt' weight='bold'>%d  %s</span>",
                                         cony_pedido_item_get_cantidad (item),
                                         cony_pedido_item_get_producto (item)));
      for (char **part = parts; *part; part++)
        {
          char *markup;

          if (!**part)
            continue;
          /* Inverse, as on the kitchen's screen: what is left out must not be overlooked. */
          if (g_str_has_prefix (*part, "SIN "))
            markup = g_markup_printf_escaped (
              "<span size='12pt' weight='bold' background='black' foreground='white'> %s </span>",
              *part);
          else
            markup = g_markup_printf_escaped ("<span size='12pt'>%s</span>", *part);
          add_line (lines, PANGO_ALIGN_LEFT, 18, markup);
        }
    }
}

static GPtrArray *
create_lines (ConyPedido    *pedido,
              AtencionClock *clock,
              gboolean       duplicate)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  const char *cliente = cony_pedido_get_cliente (pedido);
  const char *nota = cony_pedido_get_nota (pedido);
  g_autofree char *ordered
    = atencion_clock_format (clock, cony_pedido_get_creado (pedido), "%H:%M");

  if (duplicate)
    add_line (lines, PANGO_ALIGN_CENTER, 0,
              g_markup_printf_escaped (
                "<span size='18pt' weight='bold' background='black' foreground='white'>  %s  </span>",
                _("DUPLICATE")));
  if (cony_pedido_get_prioridad (pedido))
    add_line (lines, PANGO_ALIGN_CENTER, 0,
              g_markup_printf_escaped ("<span size='18pt' weight='bold'>★ %s ★</span>",
                                       _("RUSH")));
  add_line (lines, PANGO_ALIGN_CENTER, 0,
            g_markup_printf_escaped ("<span size='30pt' weight='bold'>#%" G_GINT64_FORMAT "</span>",
                                     cony_pedido_get_id (pedido)));
  if (cliente && *cliente)
    add_line (lines, PANGO_ALIGN_CENTER, 0,
              g_markup_printf_escaped ("<span size='16pt' weight='bold'>%s</span>", cliente));
  add_line (lines, PANGO_ALIGN_CENTER, 0,
            g_markup_printf_escaped ("<span size='12pt'>%s · %s</span>",
                                     cony_canal_name (cony_pedido_get_canal (pedido)), ordered));
  add_rule (lines);
  add_items (lines, pedido);
  if (nota && *nota)
    {
      add_rule (lines);
      add_line (lines, PANGO_ALIGN_LEFT, 0,
                g_markup_printf_escaped ("<span size='13pt' weight='bold'>%s</span>", nota));
    }
  return lines;
}

static void
set_up_layout (PangoLayout *layout,
               const Line  *line,
               double       width)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans 12");

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (width - line->indent) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, line->alignment);
  pango_layout_set_markup (layout, line->markup, -1);
}

/* Returns the height of all, points. */
static double
measure (GPtrArray   *lines,
         PangoLayout *layout,
         double       width)
{
  double sum = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      Line *line = g_ptr_array_index (lines, i);
      int height = 0;

      if (line->markup)
        {
          set_up_layout (layout, line, width);
          pango_layout_get_size (layout, NULL, &height);
        }
      line->height = line->markup ? (double) height / PANGO_SCALE + 2 : 9;
      sum += line->height;
    }
  return sum;
}

/* A page is as long as the ticket: the roll is cut after it. */
static GtkPageSetup *
create_page_setup (GPtrArray *lines)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (PangoLayout) layout = NULL;
  GtkPageSetup *setup = gtk_page_setup_new ();
  GtkPaperSize *paper = NULL;
  double height;

  pango_cairo_context_set_resolution (context, 72);
  layout = pango_layout_new (context);
  g_object_unref (context);
  height = measure (lines, layout, PRINT_WIDTH) / POINTS_PER_MM + 2 * MARGIN + SPARE;
  paper = gtk_paper_size_new_custom ("cony-ticket", _("Ticket, 80 mm"), PAPER_WIDTH,
                                     MAX (height, PAPER_WIDTH), GTK_UNIT_MM);
  gtk_page_setup_set_paper_size (setup, paper);
  gtk_page_setup_set_top_margin (setup, MARGIN, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, MARGIN, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, MARGIN, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, MARGIN, GTK_UNIT_MM);
  gtk_paper_size_free (paper);
  return setup;
}

/* Returns the line after the last one that fits on the page that begins with @first. */
static guint
find_page_end (GPtrArray *lines,
               guint      first,
               double     height)
{
  guint end = first;

  while (end < lines->len)
    {
      Line *line = g_ptr_array_index (lines, end);

      /* A line that is higher than a page gets one of its own. */
      if (line->height > height && end > first)
        break;
      height -= line->height;
      end++;
    }
  return end;
}

static double
get_width (GtkPrintContext *context)
{
  return MIN (gtk_print_context_get_width (context), PRINT_WIDTH);
}

static void
begin_cb (GPtrArray         *lines,
          GtkPrintContext   *context,
          GtkPrintOperation *operation)
{
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  double height = gtk_print_context_get_height (context);
  guint first = 0;
  int n_pages = 0;

  measure (lines, layout, get_width (context));
  while (first < lines->len)
    {
      first = find_page_end (lines, first, height);
      n_pages++;
    }
  gtk_print_operation_set_n_pages (operation, n_pages);
}

static void
draw_cb (GPtrArray         *lines,
         GtkPrintContext   *context,
         int                page,
         GtkPrintOperation *operation)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  double height = gtk_print_context_get_height (context);
  double width = get_width (context);
  guint first = 0, end;
  double y = 0;

  for (int i = 0; i < page; i++)
    first = find_page_end (lines, first, height);
  end = find_page_end (lines, first, height);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = first; i < end; i++)
    {
      Line *line = g_ptr_array_index (lines, i);

      if (line->markup)
        {
          set_up_layout (layout, line, width);
          cairo_move_to (cr, line->indent, y);
          pango_cairo_show_layout (cr, layout);
        }
      else
        {
          cairo_set_line_width (cr, 1);
          cairo_move_to (cr, 0, y + line->height / 2);
          cairo_line_to (cr, width, y + line->height / 2);
          cairo_stroke (cr);
        }
      y += line->height;
    }
}

static void
lines_free (gpointer  lines,
            GClosure *closure)
{
  g_ptr_array_unref (lines);
}

/**
 * atencion_ticket_create_operation:
 * @pedido: an order
 * @clock: tells the branch's zone
 * @duplicate: whether it was printed before; the ticket says so, so that nobody cooks it twice
 *
 * A ticket for the kitchen: what to cook and for whom, without prices and telephone.
 *
 * Returns: (transfer full): an operation that prints @pedido as it is now on a roll of 80 mm
 */
GtkPrintOperation *
atencion_ticket_create_operation (ConyPedido    *pedido,
                                  AtencionClock *clock,
                                  gboolean       duplicate)
{
  GtkPrintOperation *operation = NULL;
  g_autoptr (GtkPageSetup) setup = NULL;
  g_autofree char *name = NULL;
  GPtrArray *lines = NULL;

  g_return_val_if_fail (CONY_IS_PEDIDO (pedido), NULL);
  g_return_val_if_fail (ATENCION_IS_CLOCK (clock), NULL);

  lines = create_lines (pedido, clock, duplicate);
  setup = create_page_setup (lines);
  name = g_strdup_printf ("#%" G_GINT64_FORMAT, cony_pedido_get_id (pedido));
  operation = gtk_print_operation_new ();
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (begin_cb),
                         g_ptr_array_ref (lines), lines_free, G_CONNECT_SWAPPED);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_cb), lines, lines_free,
                         G_CONNECT_SWAPPED);
  return operation;
}
