#include "widgets/support/samplelens.h"

#include "support/testing.h"

#include <QApplication>

#include <cmath>

namespace headwaters {

std::shared_ptr<const LogitLens>
sampleLens(const std::vector<int>& positions, const std::vector<TokenId>& words)
{
    auto lens = std::make_shared<LogitLens>();
    lens->run = 1;
    lens->positions = positions;
    for (int layer = 0; layer < 6; ++layer) {
        lens->rows.push_back({layer, LensRow::Place::Before});
        lens->rows.push_back({layer, LensRow::Place::Middle});
    }
    lens->rows.push_back({5, LensRow::Place::Output});
    for (const TokenId word : words)
        lens->words.push_back({word, {}, {}});
    for (std::size_t row = 0; row < lens->rows.size(); ++row) {
        const double depth = static_cast<double>(row) / 12;
        for (const int position : positions) {
            lens->topId.push_back(1 + (position + static_cast<int>(row)) % 12);
            lens->topLogProbability.push_back(std::log(0.02 + 0.9 * depth));
            for (std::size_t word = 0; word < words.size(); ++word) {
                const double end = static_cast<double>(3 * word);
                const int rank = static_cast<int>(std::round((899 - end) * std::pow(1 - depth, 3) + end));
                lens->words[word].rank.push_back(rank);
                lens->words[word].logProbability.push_back(-std::log(2.0 + rank));
            }
        }
    }
    return lens;
}

std::shared_ptr<Attribution> sampleAttribution(int destination)
{
    auto made = std::make_shared<Attribution>();
    made->run = 1;
    made->target = lensTarget;
    made->rival = lensRival;
    made->destination = destination;
    made->nLayers = made->nHeads = 6;
    made->sources = 15;
    made->embedding = 0.25;
    made->finalNormShift = 0.125;
    made->attentionBias.assign(6, 0.0);
    made->mlp = {0.5, 0, 0, 0, 0, 1.5};
    made->heads.assign(36, 0.0);
    made->headsBySource.assign(36 * 15, 0.0);
    const auto write = [&](HeadIndex head, int source, double value) {
        const auto at = static_cast<std::size_t>(head.layer * 6 + head.head);
        made->heads[at] += value;
        made->headsBySource[at * 15 + static_cast<std::size_t>(source)] += value;
    };
    write({5, 5}, 2, 3);
    write({5, 5}, 4, -0.5);
    write({5, 0}, 10, -2);
    write({4, 4}, 2, 1);
    made->total = 0.25 + 0.125 + 0.5 + 1.5 + 3 - 0.5 - 2 + 1;
    made->logitDifference = made->total + 1e-7;
    return made;
}

std::vector<int> allPositions()
{
    std::vector<int> positions(15);
    for (int at = 0; at < 15; ++at)
        positions[static_cast<std::size_t>(at)] = at;
    return positions;
}

LensFixture::LensFixture()
{
    theme.setMode(Theme::Mode::Light);
    view.resize(728, 666);
    view.show();
    REQUIRE(QTest::qWaitForWindowExposed(&view));
}

void LensFixture::fill()
{
    selection.setModelShape(6, 6);
    selection.setTokenCount(15);
    fillSample(run);
    model.setWatch(sampleLens({14}, {lensTarget, lensRival}));
    model.setAttribution(sampleAttribution(14));
    model.setLens(sampleLens(allPositions(), {lensTarget, lensRival}));
    QApplication::processEvents();
}

} // namespace headwaters
