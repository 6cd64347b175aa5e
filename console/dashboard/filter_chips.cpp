#include "console/dashboard/filter_chips.h"

#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/dashboard/filter_editor.h"
#include "console/dashboard/flow.h"
#include "console/dashboard/variable_set.h"

#include <QKeyEvent>
#include <QToolButton>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kMostChipCharacters = 48;
const QSize kChipGap(space::kTiny, space::kTiny);

QString cutInTheMiddle(const QString& text) {
  if (text.size() <= kMostChipCharacters) return text;
  const auto half = kMostChipCharacters / 2;
  return text.left(half) + QChar(0x2026) + text.right(half - 1);
}

/// A button that Delete removes what it stands for.
class Chip : public QToolButton {
 public:
  Chip(QWidget* parent, std::function<void()> remove) : QToolButton(parent), remove_(std::move(remove)) {}

 protected:
  void keyPressEvent(QKeyEvent* event) override {
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace) return remove_();
    QToolButton::keyPressEvent(event);
  }

 private:
  std::function<void()> remove_;
};

}  // namespace

FilterChips::FilterChips(const Theme& theme, VariableSet& variables, QString name, QWidget* parent)
    : QWidget(parent), theme_(theme), variables_(variables), name_(std::move(name)), add_(new QToolButton(this)) {
  add_->setText(tr("Filter"));
  add_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  add_->setToolTip(tr("Only series with this label, in every panel"));
  add_->setAccessibleName(tr("Add a filter"));
  connect(add_, &QToolButton::clicked, this, [this] { openEditor(filters().size(), *add_); });
  cells_ = {add_};
  connect(&theme_, &Theme::changed, this, &FilterChips::restyle);
  restyle();
  follow();
}

std::vector<AdHocFilter> FilterChips::filters() const {
  const Variable* variable = variables_.find(name_);
  return variable ? variable->filters : std::vector<AdHocFilter>();
}

void FilterChips::follow() {
  if (filters() == shown_) return;
  shown_ = filters();
  // Chips are changed in place, so that the one with the focus keeps it.
  while (cells_.size() > shown_.size() + 1) {
    QWidget* last = cells_[cells_.size() - 2];
    cells_.erase(cells_.end() - 2);
    if (last->hasFocus()) add_->setFocus();
    last->hide();
    last->deleteLater();
  }
  while (cells_.size() < shown_.size() + 1) {
    const std::size_t index = cells_.size() - 1;
    auto* chip = new Chip(this, [this, index] { remove(index); });
    connect(chip, &QToolButton::clicked, this, [this, index, chip] { openEditor(index, *chip); });
    QWidget* before = cells_.size() > 1 ? cells_[cells_.size() - 2] : nullptr;
    cells_.insert(cells_.end() - 1, chip);
    if (before) setTabOrder(before, chip);
    setTabOrder(chip, add_);
    chip->show();
  }
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    auto* chip = static_cast<QToolButton*>(cells_[i]);
    const QString words = filterWords(shown_[i]);
    chip->setText(cutInTheMiddle(words));
    chip->setAccessibleName(tr("Filter: %1").arg(words));
    chip->setToolTip(tr("%1\nChange it, or remove it with Delete").arg(words).toHtmlEscaped());
  }
  updateGeometry();
  flowed(cells_, width(), {}, kChipGap, true);
}

QSize FilterChips::sizeHint() const {
  int width = 0;
  int height = 0;
  for (const QWidget* cell : cells_) {
    const QSize size = cell->sizeHint();
    width += size.width() + kChipGap.width();
    height = std::max(height, size.height());
  }
  return {std::max(0, width - kChipGap.width()), height};
}

int FilterChips::heightForWidth(int width) const { return flowed(cells_, width, {}, kChipGap, false); }

void FilterChips::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  flowed(cells_, width(), {}, kChipGap, true);
}

void FilterChips::openEditor(std::size_t index, QWidget& anchor) {
  const std::vector<AdHocFilter> all = filters();
  std::vector<AdHocFilter> others = all;
  AdHocFilter edited{QString(), QStringLiteral("="), QString()};
  const bool isNew = index >= all.size();
  if (!isNew) {
    edited = all[index];
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(index));
  }
  if (const Variable* variable = variables_.find(name_)) {
    others.insert(others.begin(), variable->baseFilters.begin(), variable->baseFilters.end());
  }
  auto* editor = new FilterEditor(theme_, variables_.metadata(), variables_.window(), edited, others, isNew, this);
  connect(editor, &FilterEditor::accepted, this, [this, index](const AdHocFilter& filter) {
    std::vector<AdHocFilter> next = filters();
    if (index < next.size()) {
      next[index] = filter;
    } else {
      next.push_back(filter);
    }
    variables_.chooseFilters(name_, next);
  });
  connect(editor, &FilterEditor::removed, this, [this, index] { remove(index); });
  editor->openBelow(anchor);
}

void FilterChips::remove(std::size_t index) {
  std::vector<AdHocFilter> next = filters();
  if (index >= next.size()) return;
  next.erase(next.begin() + static_cast<std::ptrdiff_t>(index));
  variables_.chooseFilters(name_, next);
}

void FilterChips::restyle() { add_->setIcon(icon(QStringLiteral("plus"), theme_.tokens().muted, 16)); }

}  // namespace vigie::console
