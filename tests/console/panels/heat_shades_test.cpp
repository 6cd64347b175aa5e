// The colours of a heatmap's cells, by the options of its panel.
#include "console/panels/heat_shades.h"

#include "console/app/theme.h"
#include "console/panels/colour_scheme.h"

#include <QJsonDocument>
#include <QSet>
#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

HeatShades shadesOf(const char* options, double most = 100) {
  return {QJsonDocument::fromJson(options).object(), most, Theme::light()};
}

TEST(HeatShadesTest, HidesWhatIsNothingAndWhatIsFilteredOut) {
  const HeatShades usual = shadesOf("{}");
  EXPECT_FALSE(usual.shows(0));
  EXPECT_FALSE(usual.shows(std::nan("")));
  EXPECT_TRUE(usual.shows(0.1));
  const HeatShades filtered = shadesOf(R"({"filterValues":{"le":5,"ge":50}})");
  EXPECT_FALSE(filtered.shows(5));
  EXPECT_TRUE(filtered.shows(6));
  EXPECT_FALSE(filtered.shows(50));
}

TEST(HeatShadesTest, RunThroughTheSchemeBetweenItsEnds) {
  const char* const options = R"({"color":{"scheme":"Viridis","scale":"linear","min":20,"max":60}})";
  const HeatShades shades = shadesOf(options);
  EXPECT_EQ(shades.at(20), schemeColour(QStringLiteral("Viridis"), 0, Theme::light()));
  EXPECT_EQ(shades.at(10), shades.at(20)) << "below its end it is its end";
  EXPECT_EQ(shades.at(99), schemeColour(QStringLiteral("Viridis"), 1, Theme::light()));
}

TEST(HeatShadesTest, KeepLittleVisibleByTheirExponent) {
  const HeatShades strong = shadesOf(R"({"color":{"scheme":"Blues"}})");
  const HeatShades linear = shadesOf(R"({"color":{"scheme":"Blues","scale":"linear"}})");
  EXPECT_GT(contrastRatio(strong.at(5), Theme::light().surface), contrastRatio(linear.at(5), Theme::light().surface));
}

TEST(HeatShadesTest, TurnRoundAndComeInSteps) {
  EXPECT_EQ(shadesOf(R"({"color":{"scheme":"Reds","reverse":true}})").at(100),
            shadesOf(R"({"color":{"scheme":"Reds"}})").at(0));
  const HeatShades stepped = shadesOf(R"({"color":{"scheme":"Reds","steps":4,"scale":"linear"}})");
  QSet<QRgb> seen;
  for (int value = 0; value <= 100; ++value) seen.insert(stepped.at(value).rgb());
  EXPECT_EQ(seen.size(), 4);
}

TEST(HeatShadesTest, AreOneColourOfManyStrengths) {
  const HeatShades shades = shadesOf(R"({"color":{"mode":"opacity","fill":"#0000ff"}})");
  EXPECT_EQ(shades.at(100), QColor(0, 0, 255));
  EXPECT_GT(shades.at(1).red(), 150) << "faint on a light surface";
}

TEST(HeatShadesTest, SurviveAnEmptyRange) {
  const HeatShades shades = shadesOf(R"({"color":{"min":5,"max":5}})", 0);
  EXPECT_TRUE(shades.at(5).isValid());
  EXPECT_TRUE(shades.at(-INFINITY).isValid());
}

}  // namespace
}  // namespace vigie::console
