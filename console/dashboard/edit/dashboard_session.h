// A dashboard that is open: its document, what can be undone, its file. UI thread.
#pragma once

#include "console/dashboard/edit/dashboard_document.h"
#include "console/dashboard/edit/dashboard_files.h"

#include <QObject>
#include <QUndoStack>

namespace vigie::console {

class DashboardSession : public QObject {
  Q_OBJECT
 public:
  /// `path`: of a file, of a built-in one (":/…"), or empty for a dashboard that was never saved. `file`: what it
  /// holds.
  DashboardSession(const QString& path, const QByteArray& file, QObject* parent = nullptr);
  /// A new one, dirty from the start.
  DashboardSession(const DashboardDocument& fresh, QObject* parent = nullptr);

  [[nodiscard]] const QString& path() const { return path_; }
  /// Saved with another name only: it is built in, or the file may not be written.
  [[nodiscard]] bool isReadOnly() const;
  /// Why it cannot be edited; empty when it can.
  [[nodiscard]] const QString& whyNot() const { return whyNot_; }
  [[nodiscard]] const DashboardDocument& document() const { return document_; }
  /// What is shown: also of a dashboard that cannot be edited. An Error when the file is none any more.
  [[nodiscard]] Result<Dashboard> model() const;
  [[nodiscard]] bool isDirty() const { return !undo_.isClean(); }
  [[nodiscard]] QUndoStack& undo() { return undo_; }

  /// An edit, to be undone under its words ("Move panel").
  void apply(const QString& words, const DashboardDocument& next);
  /// kConflict: the file holds something else than when it was read; reload(), or save with `overwrite`.
  Result<void> save(bool overwrite = false);
  /// Into another file, which is this dashboard's from then on.
  Result<void> saveAs(const QString& path, const QString& uid, const QString& title);
  /// What the file holds now; what was not saved is gone.
  Result<void> reload();

 Q_SIGNALS:
  void documentChanged();
  void dirtyChanged();
  /// Another program wrote the file while there is something unsaved here. Without, it is reloaded at once.
  void changedOnDisk();
  /// Taken from the file again, whole: variables may be others too.
  void reloaded();

 private:
  friend class DashboardEdit;
  void read(const QByteArray& file);
  void set(const DashboardDocument& document);

  QString path_;
  QByteArray file_;
  DashboardDocument document_;
  QString whyNot_;
  QUndoStack undo_;
  FileWatch watch_;
};

}  // namespace vigie::console
