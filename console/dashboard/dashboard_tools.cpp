#include "console/dashboard/dashboard_tools.h"

#include "console/app/icon.h"
#include "console/app/theme.h"
#include "console/dashboard/annotation_set.h"
#include "console/dashboard/link_bar.h"
#include "console/dashboard/time_range.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include <array>

namespace vigie::console {
namespace {

constexpr std::array kComparisons = {CompareWith::kNothing, CompareWith::kPreviousPeriod, CompareWith::kDayBefore,
                                     CompareWith::kWeekBefore};

QString comparisonWords(CompareWith what) {
  switch (what) {
    case CompareWith::kNothing:
      return DashboardTools::tr("Nothing");
    case CompareWith::kPreviousPeriod:
      return DashboardTools::tr("Period before");
    case CompareWith::kDayBefore:
      return DashboardTools::tr("Day before");
    case CompareWith::kWeekBefore:
      return DashboardTools::tr("Week before");
  }
  return {};
}

QToolButton* menuTool(QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setPopupMode(QToolButton::InstantPopup);
  button->setMenu(new QMenu(button));
  return button;
}

}  // namespace

DashboardTools::DashboardTools(const Theme& theme, TimeRange& timeRange, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      timeRange_(timeRange),
      compare_(menuTool(this)),
      marks_(menuTool(this)),
      links_(new QToolButton(this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::kSmall);
  for (QToolButton* button : {compare_, marks_, links_}) layout->addWidget(button);
  links_->hide();
  connect(links_, &QToolButton::clicked, this, [this] {
    if (linked_) linked_->openUnder(*links_);
  });
  compare_->setAccessibleName(tr("Compare with"));
  marks_->setAccessibleName(tr("What is marked on the charts"));
  marks_->setToolTip(marks_->accessibleName());
  const auto filled = [this](QToolButton* button, void (DashboardTools::*fill)(QMenu&)) {
    connect(button->menu(), &QMenu::aboutToShow, this, [this, button, fill] {
      button->menu()->clear();
      (this->*fill)(*button->menu());
    });
  };
  filled(compare_, &DashboardTools::fillCompare);
  filled(marks_, &DashboardTools::fillAnnotations);
  connect(&timeRange_, &TimeRange::compareChanged, this, &DashboardTools::updateCompare);
  connect(&theme_, &Theme::changed, this, &DashboardTools::restyle);
  restyle();
}

bool DashboardTools::event(QEvent* event) {
  if (event->type() == QEvent::DynamicPropertyChange) restyle();
  return QWidget::event(event);
}

void DashboardTools::setAnnotations(AnnotationSet* annotations) {
  annotations_ = annotations;
  compare_->setEnabled(annotations != nullptr);
  marks_->setEnabled(annotations != nullptr);
}

void DashboardTools::setLinks(LinkBar* links, const QString& help) {
  linked_ = links;
  links_->setVisible(links != nullptr);
  links_->setToolTip(help);
  updateLinks();
}

void DashboardTools::addFirst(QWidget* control) { static_cast<QHBoxLayout*>(layout())->insertWidget(0, control); }

void DashboardTools::fillCompare(QMenu& menu) {
  for (const CompareWith what : kComparisons) {
    QAction* action = menu.addAction(comparisonWords(what), this, [this, what] { timeRange_.setCompareWith(what); });
    action->setCheckable(true);
    action->setChecked(timeRange_.compareWith() == what);
  }
}

void DashboardTools::fillAnnotations(QMenu& menu) {
  if (!annotations_) return;
  menu.setToolTipsVisible(true);
  const std::vector<AnnotationSet::Layer> layers = annotations_->layers();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (layers[i].hidden) continue;
    const QString word = layers[i].problem.isEmpty() ? layers[i].word : tr("%1 (not known)").arg(layers[i].word);
    QAction* action = menu.addAction(word, this, [this, i](bool on) {
      if (annotations_) annotations_->setEnabled(i, on);
    });
    action->setCheckable(true);
    action->setChecked(layers[i].enabled);
    action->setToolTip(layers[i].problem.toHtmlEscaped());
  }
}

void DashboardTools::updateCompare() {
  const CompareWith what = timeRange_.compareWith();
  const bool off = what == CompareWith::kNothing;
  const bool compact = property("compact").toBool();
  compare_->setToolButtonStyle(off || compact ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
  compare_->setText(off ? QString() : comparisonWords(what));
  compare_->setToolTip(tr("Compare with"));
  compare_->setAccessibleDescription(comparisonWords(what));
  const ThemeTokens& t = theme_.tokens();
  compare_->setIcon(icon(QStringLiteral("compare"), off ? t.muted : t.accent, 16));
}

void DashboardTools::updateLinks() {
  if (!linked_) return;
  // Its word is what gives way first.
  const bool brief = property("brief").toBool();
  links_->setToolButtonStyle(brief ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
  // Room between the icon and the word; an ampersand is no mnemonic.
  links_->setText(QLatin1Char(' ') + linked_->word().replace(QLatin1Char('&'), QLatin1String("&&")));
  links_->setAccessibleName(linked_->word());
  links_->setIcon(icon(QStringLiteral("link"), theme_.tokens().muted, 16));
}

void DashboardTools::restyle() {
  updateLinks();
  marks_->setIcon(icon(QStringLiteral("flag"), theme_.tokens().muted, 16));
  updateCompare();
}

}  // namespace vigie::console
