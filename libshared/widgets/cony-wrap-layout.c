/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-wrap-layout.h"

/**
 * ConyWrapLayout:
 *
 * Children one after the other, as words in a text: each at its natural width, a new line where the
 * width ends.  Unlike GtkFlowBox it has no columns, so that chips of different width stand close.
 * One that stacks puts each child on a line of its own as long as it gets the height for that.
 */
struct _ConyWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
  int line_spacing;
  gboolean stacks;
};

G_DEFINE_FINAL_TYPE (ConyWrapLayout, cony_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

enum
{
  PROP_0,
  PROP_SPACING,
  PROP_LINE_SPACING,
  PROP_STACKS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GtkSizeRequestMode
cony_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                   GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
child_width (GtkWidget *child,
             int        width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return width < 0 ? natural : MAX (minimum, MIN (natural, width));
}

static int
child_height (GtkWidget *child,
              int        width)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Walks the lines of @widget at @width; places the children when @allocate.  Returns the height. */
static int
run_lines (ConyWrapLayout *self,
           GtkWidget      *widget,
           int             width,
           gboolean        allocate)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *first = gtk_widget_get_first_child (widget);
  int y = 0;

  while (first)
    {
      GtkWidget *child, *end;
      int x = 0, height = 0;

      for (child = first; child; child = gtk_widget_get_next_sibling (child))
        {
          int w;

          if (!gtk_widget_should_layout (child))
            continue;
          w = child_width (child, width);
          if (x > 0 && x + w > width)
            break;
          x += w + self->spacing;
          height = MAX (height, child_height (child, w));
        }
      end = child;

      x = 0;
      for (child = first; allocate && child != end; child = gtk_widget_get_next_sibling (child))
        {
          GtkAllocation box;

          if (!gtk_widget_should_layout (child))
            continue;
          box.width = child_width (child, width);
          box.height = child_height (child, box.width);
          box.x = rtl ? width - x - box.width : x;
          box.y = y + (height - box.height) / 2;
          gtk_widget_size_allocate (child, &box, -1);
          x += box.width + self->spacing;
        }
      y += height + (end ? self->line_spacing : 0);
      first = end;
    }
  return y;
}

/* One child a line; places the children when @allocate.  Returns the height. */
static int
run_stack (ConyWrapLayout *self,
           GtkWidget      *widget,
           int             width,
           gboolean        allocate)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int y = 0;

  for (; child; child = gtk_widget_get_next_sibling (child))
    {
      int height;

      if (!gtk_widget_should_layout (child))
        continue;
      height = child_height (child, width);
      y += y > 0 ? self->line_spacing : 0;
      if (allocate)
        gtk_widget_size_allocate (child, &(GtkAllocation) { 0, y, width, height }, -1);
      y += height;
    }
  return y;
}

static void
cony_wrap_layout_measure (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          GtkOrientation    orientation,
                          int               for_size,
                          int              *minimum,
                          int              *natural,
                          int              *minimum_baseline,
                          int              *natural_baseline)
{
  ConyWrapLayout *self = CONY_WRAP_LAYOUT (manager);
  GtkWidget *child;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = run_lines (self, widget, for_size < 0 ? G_MAXINT / 2 : for_size, FALSE);
      if (self->stacks)
        {
          *natural = run_stack (self, widget, for_size, FALSE);
          *minimum = MIN (*minimum, *natural);
        }
      return;
    }
  for (child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      if (self->stacks)
        *natural = MAX (*natural, child_natural);
      else
        *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
}

static void
cony_wrap_layout_allocate (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           int               width,
                           int               height,
                           int               baseline)
{
  ConyWrapLayout *self = CONY_WRAP_LAYOUT (manager);

  if (self->stacks && run_stack (self, widget, width, FALSE) <= height)
    run_stack (self, widget, width, TRUE);
  else
    run_lines (self, widget, width, TRUE);
}

static void
cony_wrap_layout_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ConyWrapLayout *self = CONY_WRAP_LAYOUT (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_LINE_SPACING:
      g_value_set_int (value, self->line_spacing);
      break;
    case PROP_STACKS:
      g_value_set_boolean (value, self->stacks);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_wrap_layout_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  ConyWrapLayout *self = CONY_WRAP_LAYOUT (object);
  int *target;

  switch (prop_id)
    {
    case PROP_SPACING:
      target = &self->spacing;
      break;
    case PROP_LINE_SPACING:
      target = &self->line_spacing;
      break;
    case PROP_STACKS:
      if (self->stacks == g_value_get_boolean (value))
        return;
      self->stacks = g_value_get_boolean (value);
      gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
      g_object_notify_by_pspec (object, pspec);
      return;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (*target == g_value_get_int (value))
    return;
  *target = g_value_get_int (value);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
cony_wrap_layout_class_init (ConyWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = cony_wrap_layout_get_property;
  object_class->set_property = cony_wrap_layout_set_property;
  layout_class->get_request_mode = cony_wrap_layout_get_request_mode;
  layout_class->measure = cony_wrap_layout_measure;
  layout_class->allocate = cony_wrap_layout_allocate;

  properties[PROP_SPACING]
    = g_param_spec_int ("spacing", NULL, NULL, 0, 100, 0,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LINE_SPACING]
    = g_param_spec_int ("line-spacing", NULL, NULL, 0, 100, 0,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STACKS]
    = g_param_spec_boolean ("stacks", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cony_wrap_layout_init (ConyWrapLayout *self)
{
}

/**
 * cony_wrap_layout_new:
 * @spacing: between children of a line, pixels
 * @line_spacing: between lines, pixels
 *
 * Returns: (transfer full): the layout manager
 */
GtkLayoutManager *
cony_wrap_layout_new (int spacing,
                      int line_spacing)
{
  return g_object_new (CONY_TYPE_WRAP_LAYOUT,
                       "spacing", spacing,
                       "line-spacing", line_spacing,
                       NULL);
}
