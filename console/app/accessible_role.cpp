#include "console/app/accessible_role.h"

#include <QAbstractButton>
#include <QAccessibleWidget>
#include <QPointer>
#include <QVariant>

namespace vigie::console {
namespace {

constexpr char kRoleProperty[] = "accessibleRole";
constexpr char kPopupProperty[] = "accessiblePopup";
constexpr char kOpenerProperty[] = "accessibleOpener";

/// Qt's own interface of a widget, with a role that we choose. What may change later is read when it is asked for: Qt
/// keeps the interface for as long as the widget lives.
class RoleInterface : public QAccessibleWidget {
 public:
  using QAccessibleWidget::QAccessibleWidget;

  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state = QAccessibleWidget::state();
    if (const QAbstractButton* const own = button(); own && role() == QAccessible::PageTab) {
      state.selectable = true;
      state.selected = own->isChecked();
    }
    if (const QWidget* const opened = popup()) {
      state.hasPopup = true;
      state.expandable = true;
      state.expanded = opened->isVisible();
      state.collapsed = !opened->isVisible();
    }
    return state;
  }

  [[nodiscard]] int childCount() const override { return QAccessibleWidget::childCount() + (popup() ? 1 : 0); }
  [[nodiscard]] QAccessibleInterface* child(int index) const override {
    const bool isPopup = popup() && index == QAccessibleWidget::childCount();
    return isPopup ? QAccessible::queryAccessibleInterface(popup()) : QAccessibleWidget::child(index);
  }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override {
    const bool isPopup = popup() && child && child->object() == popup();
    return isPopup ? QAccessibleWidget::childCount() : QAccessibleWidget::indexOfChild(child);
  }
  [[nodiscard]] QAccessibleInterface* parent() const override {
    QWidget* const opener = widget()->property(kOpenerProperty).value<QPointer<QWidget>>();
    return opener ? QAccessible::queryAccessibleInterface(opener) : QAccessibleWidget::parent();
  }

  [[nodiscard]] QStringList actionNames() const override {
    QStringList names = QAccessibleWidget::actionNames();
    if (button() && button()->isEnabled()) names.prepend(pressAction());
    return names;
  }
  void doAction(const QString& name) override {
    if (button() && name == pressAction()) return button()->click();
    QAccessibleWidget::doAction(name);
  }

 private:
  [[nodiscard]] QAbstractButton* button() const { return qobject_cast<QAbstractButton*>(widget()); }
  [[nodiscard]] QWidget* popup() const { return widget()->property(kPopupProperty).value<QPointer<QWidget>>(); }
};

QAccessibleInterface* withRole(const QString& key, QObject* object) {
  Q_UNUSED(key)
  auto* widget = qobject_cast<QWidget*>(object);
  const QVariant role = widget ? widget->property(kRoleProperty) : QVariant();
  return role.isValid() ? new RoleInterface(widget, static_cast<QAccessible::Role>(role.toInt())) : nullptr;
}

}  // namespace

void setAccessibleRole(QWidget& widget, QAccessible::Role role) {
  [[maybe_unused]] static const bool installed = [] {
    QAccessible::installFactory(withRole);
    return true;
  }();
  widget.setProperty(kRoleProperty, static_cast<int>(role));
}

void setAccessibleOpener(QWidget& popup, QWidget& opener) {
  popup.setProperty(kOpenerProperty, QVariant::fromValue(QPointer<QWidget>(&opener)));
  opener.setProperty(kPopupProperty, QVariant::fromValue(QPointer<QWidget>(&popup)));
}

}  // namespace vigie::console
