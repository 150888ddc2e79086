#pragma once

#include "widgets/lens/lensmodel.h"
#include "widgets/lens/lensview.h"
#include "widgets/support/samplerun.h"

#include <QTest>

namespace headwaters {

inline constexpr TokenId lensTarget = 2; // by the sample tokenizer's stable ids
inline constexpr TokenId lensRival = 4;

/// A lens by formulae: the target climbs from rank 899 to the top, the rival to rank 3.
[[nodiscard]] std::shared_ptr<const LogitLens>
sampleLens(const std::vector<int>& positions, const std::vector<TokenId>& words);
/// An attribution whose parts are written down and add up to within 1e-7.
[[nodiscard]] std::shared_ptr<Attribution> sampleAttribution(int destination);
/// Of the sample run.
[[nodiscard]] std::vector<int> allPositions();

/// The view of the 1280 x 800 window: 728 x 666.
struct LensFixture {
    Theme theme;
    Selection selection;
    RunModel run;
    LensModel model;
    LensView view{theme, selection, run, model};

    LensFixture();
    /// Run, lens and attribution of the sample.
    void fill();
    void click(QWidget* widget, const QPoint& at) { QTest::mouseClick(widget, Qt::LeftButton, {}, at); }
};

} // namespace headwaters
