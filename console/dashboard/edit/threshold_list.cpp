#include "console/dashboard/edit/threshold_list.h"

#include "console/app/theme.h"

#include <QComboBox>
#include <QDoubleValidator>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

QComboBox* colourBox(const QString& chosen) {
  auto* box = new QComboBox;
  // Grafana's names; any other colour can be written.
  box->addItems({QStringLiteral("green"), QStringLiteral("yellow"), QStringLiteral("orange"), QStringLiteral("red"),
                 QStringLiteral("blue"), QStringLiteral("purple"), QStringLiteral("transparent")});
  box->setEditable(true);
  box->setCurrentText(chosen.isEmpty() ? QStringLiteral("green") : chosen);
  box->setAccessibleName(ThresholdList::tr("Colour"));
  return box;
}

}  // namespace

std::optional<double> readNumber(const QString& text) {
  bool ok = false;
  const QString trimmed = text.trimmed();
  double number = QLocale().toDouble(trimmed, &ok);
  if (!ok) number = trimmed.toDouble(&ok);
  return ok ? std::optional(number) : std::nullopt;
}

ThresholdList::ThresholdList(QWidget* parent) : QWidget(parent), rows_(new QVBoxLayout) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::kTiny);
  rows_->setSpacing(space::kTiny);
  layout->addLayout(rows_);
  auto* add = new QPushButton(tr("Add threshold"));
  connect(add, &QPushButton::clicked, this, [this] {
    if (rows_->count() == 0) addRow({std::nullopt, QStringLiteral("green")}, true);
    addRow({std::nullopt, QStringLiteral("red")}, false);
    Q_EMIT changed();
  });
  layout->addWidget(add, 0, Qt::AlignLeft);
}

void ThresholdList::set(const std::vector<ThresholdDraft>& thresholds) {
  while (QLayoutItem* item = rows_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (std::size_t i = 0; i < thresholds.size(); ++i) addRow(thresholds[i], i == 0);
}

void ThresholdList::addRow(const ThresholdDraft& threshold, bool isBase) {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::kSmall);
  auto* from = new QLineEdit(threshold.from ? QLocale().toString(*threshold.from, 'g', QLocale::FloatingPointShortest)
                                            : QString());
  from->setFixedWidth(120);
  from->setValidator(new QDoubleValidator(from));
  from->setAccessibleName(tr("From this value on"));
  from->setPlaceholderText(isBase ? tr("Base") : tr("Value"));
  from->setEnabled(!isBase);
  QComboBox* colour = colourBox(threshold.colour);
  colour->setFixedWidth(160);
  layout->addWidget(from);
  layout->addWidget(colour);
  if (!isBase) {
    auto* remove = new QPushButton(tr("Remove"));
    remove->setProperty("role", QStringLiteral("ghost"));
    connect(remove, &QPushButton::clicked, this, [this, row] {
      rows_->removeWidget(row);
      row->deleteLater();
      Q_EMIT changed();
    });
    layout->addWidget(remove);
  }
  layout->addStretch();
  connect(from, &QLineEdit::textEdited, this, &ThresholdList::changed);
  connect(colour, &QComboBox::currentTextChanged, this, &ThresholdList::changed);
  rows_->addWidget(row);
}

std::vector<ThresholdDraft> ThresholdList::thresholds() const {
  std::vector<ThresholdDraft> thresholds;
  for (int i = 0; i < rows_->count(); ++i) {
    const QWidget* row = rows_->itemAt(i)->widget();
    const auto* colour = row->findChild<QComboBox*>();
    const auto* from = row->findChild<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly);
    const std::optional<double> value = readNumber(from->text());
    if (i > 0 && !value) continue;
    thresholds.push_back({i == 0 ? std::nullopt : value, colour->currentText().trimmed()});
  }
  if (thresholds.size() > 1) {
    std::stable_sort(thresholds.begin() + 1, thresholds.end(),
                     [](const ThresholdDraft& a, const ThresholdDraft& b) { return *a.from < *b.from; });
  }
  return thresholds;
}

}  // namespace vigie::console
