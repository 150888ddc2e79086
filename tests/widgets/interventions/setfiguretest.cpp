#include "widgets/interventions/setfigure.h"

#include "support/testing.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// Two heads over two prompts: without the first the loss grows by 1 in both, without the second by -1 and 2.
SetPicture picture()
{
    SetPicture picture;
    picture.model.name = u"demo"_s;
    picture.model.nLayers = 1;
    picture.model.nHeads = 2;
    picture.set = u"capitals"_s;
    picture.kind = u"zero"_s;
    picture.ablation.clean = {{1, 1}, {1, 2}};
    picture.ablation.changed = {{{1, 0}, {2, 3}}, {{0, 0}, {0, 4}}};
    return picture;
}

} // namespace

TEST_CASE("A set's figure shows the change of the loss and names the most")
{
    const HeadGridFigure figure = setFigure(picture(), false);
    CHECK(figure.title() == u"Heads removed · capitals"_s);
    CHECK(figure.caption().contains(u"in all 2 prompts"_s));
    CHECK(figure.caption().contains(u"an accuracy of 1.00 and a loss of 1.50 nats"_s));
    CHECK(figure.caption().contains(u"head 0.0 with +1.00"_s));
    CHECK(setFigure(picture(), true).caption().contains(u"head 0.1 with −1.00"_s));
    CHECK(figure.fileStem() != setFigure(picture(), true).fileStem());
}

TEST_CASE("A set's data are accuracy, loss, its change and error")
{
    const FigureData data = setFigure(picture(), true).data();
    CHECK(
        data.table.header
        == QStringList{u"layer"_s, u"head"_s, u"accuracy"_s, u"loss"_s, u"loss_change"_s, u"loss_error"_s});
    REQUIRE(data.table.rows.size() == 2);
    CHECK(data.table.rows[0] == QStringList{u"0"_s, u"0"_s, u"0.5"_s, u"2.5"_s, u"1"_s, u"0"_s});
    CHECK(data.table.rows[1] == QStringList{u"0"_s, u"1"_s, u"0"_s, u"2"_s, u"0.5"_s, u"1.5"_s});
    REQUIRE(data.tensors.size() == 4);
    CHECK(data.tensors[3].values[1] == 1.5F);
}
