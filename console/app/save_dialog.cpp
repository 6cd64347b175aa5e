#include "console/app/save_dialog.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QSaveFile>

namespace vigie::console {
namespace {

struct SaveDialog {
  Q_DECLARE_TR_FUNCTIONS(SaveDialog)
};

}  // namespace

void offerToSave(QWidget& parent, const QString& title, const QString& name, const QString& filter,
                 const QString& suffix, const QByteArray& contents) {
  auto* dialog = new QFileDialog(&parent, title, name + QLatin1Char('.') + suffix, filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(suffix);
  QObject::connect(dialog, &QFileDialog::fileSelected, &parent, [contents, over = &parent](const QString& path) {
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(contents) == contents.size() && file.commit()) return;
    auto* told = new QMessageBox(QMessageBox::NoIcon, SaveDialog::tr("Not saved"),
                                 SaveDialog::tr("The file could not be written: %1.").arg(file.errorString()),
                                 QMessageBox::Ok, over);
    told->setAttribute(Qt::WA_DeleteOnClose);
    told->open();
  });
  dialog->open();
}

}  // namespace vigie::console
