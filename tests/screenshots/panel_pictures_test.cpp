// Every panel of the gallery looks as it did, in both themes. VIGIE_WRITE_REFERENCES=1 writes what it looks like now.
#include "tests/screenshots/panel_gallery.h"
#include "tests/screenshots/picture_compare.h"

#include <QDir>
#include <QFile>
#include <gtest/gtest.h>

#include <ostream>

namespace vigie::test {
namespace {

constexpr qint64 kMostBytes = 300 * 1024;
constexpr qint64 kMostBytesInAll = 3 * 1024 * 1024;

QDir references() { return QDir(QStringLiteral(VIGIE_SCREENSHOTS "/references")); }

QString fileName(const QString& title, bool dark) {
  return QStringLiteral("%1-%2.png").arg(galleryName(title), dark ? QStringLiteral("dark") : QStringLiteral("light"));
}

/// Keeps what a failed comparison is about, for people to look at.
std::string kept(const QString& name, const QImage& expected, const QImage& actual, const QImage& difference) {
  const QDir folder(QStringLiteral(VIGIE_SCREENSHOTS_OUT));
  folder.mkpath(QStringLiteral("."));
  const QString base = name.chopped(4);
  expected.save(folder.filePath(base + QStringLiteral("-expected.png")));
  actual.save(folder.filePath(base + QStringLiteral("-actual.png")));
  difference.save(folder.filePath(base + QStringLiteral("-difference.png")));
  return folder.filePath(base + QStringLiteral("-{expected,actual,difference}.png")).toStdString();
}

/// A title and a theme, with a name that ctest can show.
struct Picture {
  QString title;
  bool dark = false;
  friend void PrintTo(const Picture& picture, std::ostream* out) {
    *out << picture.title.toStdString() << (picture.dark ? ", dark" : ", light");
  }
};

std::vector<Picture> allPictures() {
  std::vector<Picture> pictures;
  for (const QString& title : galleryTitles()) {
    for (const bool dark : {false, true}) pictures.push_back({title, dark});
  }
  return pictures;
}

class PanelPicturesTest : public testing::TestWithParam<Picture> {};

TEST_P(PanelPicturesTest, LooksAsItDid) {
  const QString name = fileName(GetParam().title, GetParam().dark);
  const GalleryPicture picture = drawGalleryPanel(GetParam().title, GetParam().dark);
  ASSERT_FALSE(picture.image.isNull()) << "the panel did not settle";
  const QString path = references().filePath(name);
  if (qEnvironmentVariableIsSet("VIGIE_WRITE_REFERENCES")) {
    ASSERT_TRUE(picture.image.save(path, "PNG", 0)) << path.toStdString();
  }
  const QImage expected(path);
  ASSERT_FALSE(expected.isNull()) << path.toStdString() << " is missing: write it with VIGIE_WRITE_REFERENCES=1";
  EXPECT_LE(QFile(path).size(), kMostBytes);
  const PictureDifference difference = comparePictures(expected, picture.image);
  EXPECT_TRUE(difference.isNothing()) << difference.pixels << " pixels differ, one by " << difference.largest
                                      << " of 255; look at " << kept(name, expected, picture.image, difference.picture);
}

TEST_P(PanelPicturesTest, WouldNotPassTwoPixelsLower) {
  const QImage expected(references().filePath(fileName(GetParam().title, GetParam().dark)));
  ASSERT_FALSE(expected.isNull());
  QImage moved = expected;
  for (int y = expected.height() - 1; y >= 2; --y) {
    for (int x = 0; x < expected.width(); ++x) moved.setPixel(x, y, expected.pixel(x, y - 2));
  }
  EXPECT_FALSE(comparePictures(expected, moved).isNothing());
}

INSTANTIATE_TEST_SUITE_P(Gallery, PanelPicturesTest, testing::ValuesIn(allPictures()), [](const auto& picture) {
  QString name = picture.param.title + (picture.param.dark ? QStringLiteral(" dark") : QStringLiteral(" light"));
  std::string plain;
  for (const QChar letter : name) {
    if (letter.isLetterOrNumber()) plain += letter.toLatin1();
  }
  return plain;
});

/// The picture in the repository, and the same panel with its curves moved: only the lines are compared.
class MovedCurveTest : public testing::TestWithParam<bool> {
 protected:
  [[nodiscard]] QImage plotWithCurvesMovedBy(double pixels) const {
    const GalleryPicture still = drawGalleryPanel(title, GetParam());
    const GalleryPicture moved = drawGalleryPanel(title, GetParam(), pixels * still.valuePerPixel);
    // The axis has to stay where it is, or the curve would not have moved on it.
    EXPECT_DOUBLE_EQ(moved.valuePerPixel, still.valuePerPixel);
    EXPECT_EQ(moved.plot, still.plot);
    return moved.image.copy(still.plot);
  }
  [[nodiscard]] QImage expectedPlot() const {
    return QImage(references().filePath(fileName(title, GetParam()))).copy(drawGalleryPanel(title, GetParam()).plot);
  }

  const QString title = QStringLiteral("Time series");
};

TEST_P(MovedCurveTest, ByTwoPixelsFailsTheComparison) {
  EXPECT_FALSE(comparePictures(expectedPlot(), plotWithCurvesMovedBy(2)).isNothing());
  EXPECT_FALSE(comparePictures(expectedPlot(), plotWithCurvesMovedBy(-2)).isNothing());
}

TEST_P(MovedCurveTest, ByNothingPasses) {
  EXPECT_TRUE(comparePictures(expectedPlot(), plotWithCurvesMovedBy(0)).isNothing());
}

INSTANTIATE_TEST_SUITE_P(BothThemes, MovedCurveTest, testing::Bool(),
                         [](const auto& dark) { return dark.param ? "Dark" : "Light"; });

TEST(PictureCompareTest, TakesTheRoundingOfAnotherProcessorForNothing) {
  QImage expected(40, 30, QImage::Format_RGB32);
  expected.fill(QColor(100, 100, 100));
  QImage rounded = expected;
  rounded.fill(QColor(100 + kChannelTolerance, 100, 100));
  EXPECT_TRUE(comparePictures(expected, rounded).isNothing());
  rounded.fill(QColor(101 + kChannelTolerance, 100, 100));
  EXPECT_FALSE(comparePictures(expected, rounded).isNothing());
  EXPECT_FALSE(comparePictures(expected, expected.copy(0, 0, 40, 29)).isNothing()) << "another size";
}

TEST(GalleryTest, HasAPictureForEachPanelAndNoOther) {
  QStringList wanted;
  for (const Picture& picture : allPictures()) wanted.append(fileName(picture.title, picture.dark));
  wanted.sort();
  QStringList found = references().entryList({QStringLiteral("*.png")}, QDir::Files);
  found.sort();
  EXPECT_EQ(found, wanted);
  qint64 bytes = 0;
  for (const QString& name : found) bytes += QFile(references().filePath(name)).size();
  EXPECT_LE(bytes, kMostBytesInAll);
}

TEST(GalleryTest, IsShownInTheDocumentation) {
  QFile page(QStringLiteral(VIGIE_SCREENSHOTS "/../../docs/gallery.md"));
  ASSERT_TRUE(page.open(QIODevice::ReadOnly));
  const QString text = QString::fromUtf8(page.readAll());
  for (const Picture& picture : allPictures()) {
    const QString name = fileName(picture.title, picture.dark);
    EXPECT_TRUE(text.contains(QLatin1String("references/") + name)) << name.toStdString();
  }
}

}  // namespace
}  // namespace vigie::test
