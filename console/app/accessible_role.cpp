#include "console/app/accessible_role.h"

#include <QAccessibleWidget>
#include <QVariant>

namespace vigie::console {
namespace {

constexpr char kRoleProperty[] = "accessibleRole";

QAccessibleInterface* withRole(const QString& key, QObject* object) {
  Q_UNUSED(key)
  auto* widget = qobject_cast<QWidget*>(object);
  const QVariant role = widget ? widget->property(kRoleProperty) : QVariant();
  return role.isValid() ? new QAccessibleWidget(widget, static_cast<QAccessible::Role>(role.toInt())) : nullptr;
}

}  // namespace

void setAccessibleRole(QWidget& widget, QAccessible::Role role) {
  [[maybe_unused]] static const bool installed = [] {
    QAccessible::installFactory(withRole);
    return true;
  }();
  widget.setProperty(kRoleProperty, static_cast<int>(role));
}

}  // namespace vigie::console
