// Colour schemes by name.
#include "console/panels/colour_scheme.h"

#include "console/app/theme.h"
#include "console/panels/grafana_colour.h"

#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

TEST(ColourSchemeTest, RunsFromEndToEnd) {
  const QString viridis = QStringLiteral("Viridis");
  EXPECT_EQ(schemeColour(viridis, 0, Theme::light()), QColor(0x44, 0x01, 0x54));
  EXPECT_EQ(schemeColour(viridis, 1, Theme::light()), QColor(0xfd, 0xe7, 0x25));
  EXPECT_EQ(schemeColour(viridis, -3, Theme::light()), schemeColour(viridis, 0, Theme::light()));
  EXPECT_EQ(schemeColour(viridis, std::nan(""), Theme::light()), schemeColour(viridis, 0, Theme::light()));
}

TEST(ColourSchemeTest, KnowsEverySchemeThatGrafanaOffers) {
  const QColor unknown = schemeColour(QStringLiteral("somebody's own"), 0.7, Theme::light());
  for (const char* name : {"BrBG",
                           "PiYG",
                           "PRGn",
                           "PuOr",
                           "RdBu",
                           "RdGy",
                           "RdYlBu",
                           "RdYlGn",
                           "Spectral",
                           "Blues",
                           "Greens",
                           "Greys",
                           "Oranges",
                           "Purples",
                           "Reds",
                           "Turbo",
                           "Cividis",
                           "Viridis",
                           "Magma",
                           "Inferno",
                           "Plasma",
                           "Warm",
                           "Cool",
                           "CubehelixDefault",
                           "BuGn",
                           "BuPu",
                           "GnBu",
                           "OrRd",
                           "PuBuGn",
                           "PuBu",
                           "PuRd",
                           "RdPu",
                           "YlGnBu",
                           "YlGn",
                           "YlOrBr",
                           "YlOrRd",
                           "Rainbow",
                           "Sinebow",
                           "continuous-GrYlRd",
                           "continuous-BlPu",
                           "continuous-reds",
                           "continuous-purples"}) {
    EXPECT_NE(schemeColour(QString::fromLatin1(name), 0.7, Theme::light()), unknown) << name;
  }
}

TEST(ColourSchemeTest, IsFaintWhereLittleIsOnBothThemes) {
  for (const char* name : {"Blues", "Oranges", "YlOrRd"}) {
    const QString scheme = QString::fromLatin1(name);
    for (const ThemeTokens* theme : {&Theme::light(), &Theme::dark()}) {
      EXPECT_LT(contrastRatio(schemeColour(scheme, 0.05, *theme), theme->surface),
                contrastRatio(schemeColour(scheme, 0.95, *theme), theme->surface))
          << name;
    }
  }
}

TEST(ColourSchemeTest, ShadesAreTellableApart) {
  FieldOptions field;
  field.colourMode = QStringLiteral("shades");
  field.fixedColour = QStringLiteral("#1f60c4");
  const auto shade = [&field](int index) { return valueColour(field, 1.0, index, {0, 1}, Theme::light()); };
  EXPECT_EQ(shade(0), QColor(0x1f, 0x60, 0xc4));
  EXPECT_NE(shade(1), shade(0));
  EXPECT_NE(shade(2), shade(1));
}

}  // namespace
}  // namespace vigie::console
