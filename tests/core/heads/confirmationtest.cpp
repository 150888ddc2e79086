#include "core/heads/confirmation.h"

#include "support/testing.h"

using namespace headwaters;

namespace {

Confirmation without(double left, std::vector<double> random)
{
    Confirmation confirmation;
    confirmation.heads = {{1, 1}, {0, 2}};
    confirmation.clean = 12;
    confirmation.without = left;
    confirmation.random = std::move(random);
    return confirmation;
}

} // namespace

TEST_CASE("A loss is held against those of random heads")
{
    const Confirmation confirmation = without(4, {8, 9, 10, 11, 12.5});
    CHECK(confirmation.loss() == 8);
    CHECK(confirmation.randomMean() == Approx(10.1));
    CHECK(confirmation.randomWorst() == 8);
    CHECK(confirmation.z() == Approx(6 / 1.4826)); // the draws lie 2, 1, 0, 1 and 2.5 from their median
    CHECK(
        confirmationText(confirmation)
        == QStringLiteral("without 1.1, 0.2: 12.00 to 4.00; 10.10 on average without as many random heads, "
                          "8.00 at worst"));
}

TEST_CASE("Heads are not confirmed where random heads are missed as much, or little is lost")
{
    const std::vector<double> calm(20, 11.9);
    CHECK(without(4, calm).isConfirmed());
    std::vector<double> withOne = calm;
    withOne[7] = 4;
    CHECK_FALSE(without(4, withOne).isConfirmed()); // one draw of 20 loses as much: p is 2/21
    CHECK(without(4, std::vector<double>(19, 11.9)).isConfirmed());
    CHECK_FALSE(without(4, std::vector<double>(18, 11.9)).isConfirmed()); // too few to say so: 1/19
    CHECK_FALSE(without(11.5, calm).isConfirmed()); // less than a twentieth
    CHECK_FALSE(without(12.5, std::vector<double>(20, 13)).isConfirmed()); // the task gains
    CHECK_FALSE(without(4, std::vector<double>(20, 7.5)).isConfirmed()); // random heads lose 4.5 of 8
}
