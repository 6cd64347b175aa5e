// The thresholds of a panel in a form: from which value on, and in which colour.
#pragma once

#include "console/dashboard/edit/panel_draft.h"

#include <QWidget>

class QVBoxLayout;

namespace vigie::console {

class ThresholdList : public QWidget {
  Q_OBJECT
 public:
  explicit ThresholdList(QWidget* parent = nullptr);

  void set(const std::vector<ThresholdDraft>& thresholds);
  /// The base first, the others rising; those without a number are left out.
  [[nodiscard]] std::vector<ThresholdDraft> thresholds() const;

 Q_SIGNALS:
  void changed();

 private:
  void addRow(const ThresholdDraft& threshold, bool isBase);

  QVBoxLayout* rows_;
};

/// A number as the reader writes it, or as a program does; nothing for anything else.
std::optional<double> readNumber(const QString& text);

}  // namespace vigie::console
