#include "console/app/figure_grid.h"

#include "console/app/theme.h"

#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {
constexpr int kCardWidth = 280;
/// Three lines of detail: French takes them.
constexpr int kCardHeight = 128;
constexpr int kMostCards = 4;
}  // namespace

FigureGrid::FigureGrid(QWidget* parent) : QWidget(parent) {}

int FigureGrid::addFigure(const QString& name) {
  auto* frame = new QFrame(this);
  frame->setProperty("role", QStringLiteral("card"));
  frame->setAccessibleName(name);
  auto* layout = new QVBoxLayout(frame);
  layout->setContentsMargins(space::kMedium, space::kMedium, space::kMedium, space::kMedium);
  layout->setSpacing(2);
  auto* title = new QLabel(name);
  title->setFont(Theme::font(TextRole::kPanelTitle));
  Card card{frame, new QLabel, new QLabel};
  card.value->setFont(Theme::font(TextRole::kStatValue));
  card.detail->setFont(Theme::font(TextRole::kSmall));
  card.detail->setProperty("role", QStringLiteral("muted"));
  card.detail->setWordWrap(true);
  layout->addWidget(title);
  layout->addWidget(card.value);
  layout->addWidget(card.detail, 1, Qt::AlignTop);
  cards_.push_back(card);
  arrange();
  return static_cast<int>(cards_.size()) - 1;
}

void FigureGrid::setFigure(int card, const QString& value, const QString& detail) {
  const Card& c = cards_[static_cast<std::size_t>(card)];
  if (c.value->text() != value) c.value->setText(value);
  if (c.detail->text() != detail) c.detail->setText(detail);
  c.frame->setAccessibleDescription(value + QLatin1Char(' ') + detail);
}

void FigureGrid::arrange() {
  const int count = static_cast<int>(cards_.size());
  const int columns = std::clamp((width() + space::kSmall) / (kCardWidth + space::kSmall), 1, kMostCards);
  for (int i = 0; i < count; ++i) {
    // Whole pixels, and the last column ends where the page does.
    const int left = (width() + space::kSmall) * (i % columns) / columns;
    const int right = (width() + space::kSmall) * (i % columns + 1) / columns - space::kSmall;
    cards_[static_cast<std::size_t>(i)].frame->setGeometry(left, i / columns * (kCardHeight + space::kSmall),
                                                           right - left, kCardHeight);
  }
  const int rows = (count + columns - 1) / columns;
  setFixedHeight(rows * (kCardHeight + space::kSmall) - space::kSmall);
}

void FigureGrid::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

}  // namespace vigie::console
