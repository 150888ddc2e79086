#include "widgets/interventions/interventionmodel.h"

#include "support/testing.h"
#include "widgets/interventions/samplesweep.h"

#include <QSignalSpy>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

Intervention zeroOf(HeadIndex head)
{
    Intervention item;
    item.heads = {head};
    return item;
}

std::shared_ptr<const StackOutcome> outcomeOf(const InterventionStack& stack)
{
    StackOutcome outcome;
    outcome.stack = stack;
    return std::make_shared<const StackOutcome>(outcome);
}

} // namespace

TEST_CASE("Every change of the stack is measured and can be undone")
{
    InterventionModel model;
    model.setPlace(samplePlace());
    QSignalSpy wanted(&model, &InterventionModel::outcomeWanted);
    model.add(zeroOf({5, 1}));
    model.add(zeroOf({4, 0}));
    CHECK(wanted.count() == 2);
    CHECK(model.opened() == 1);
    model.move(1, 0);
    CHECK(model.stack().items.front().heads.front() == HeadIndex{4, 0});
    CHECK(model.opened() == 0);
    model.setEnabled(1, false);
    CHECK_FALSE(model.stack().items[1].enabled);
    model.remove(0);
    REQUIRE(model.stack().items.size() == 1);
    CHECK(model.opened() == -1);
    CHECK(wanted.count() == 5);
    while (model.undoStack().canUndo())
        model.undoStack().undo();
    CHECK(model.stack().items.empty());
    while (model.undoStack().canRedo())
        model.undoStack().redo();
    REQUIRE(model.stack().items.size() == 1);
    CHECK(model.stack().items.front().heads.front() == HeadIndex{5, 1});
}

TEST_CASE("A stream of strengths is one step of the history")
{
    InterventionModel model;
    model.setPlace(samplePlace());
    model.add(zeroOf({5, 1}));
    for (const double strength : {0.9, 0.7, 0.4}) {
        Intervention item = model.stack().items.front();
        item.strength = strength;
        model.setItem(0, item, u"another strength"_s);
    }
    CHECK(model.undoStack().count() == 2);
    model.undoStack().undo();
    CHECK(model.stack().items.front().strength == 1);
}

TEST_CASE("An answer of another stack is dropped, and an item that cannot be done says why")
{
    InterventionModel model;
    model.setPlace(samplePlace());
    model.add(zeroOf({5, 1}));
    const InterventionStack before = model.stack();
    model.add(zeroOf({5, 2}));
    model.setOutcome(outcomeOf(before));
    CHECK(model.outcome() == nullptr);
    model.setOutcome(outcomeOf(model.stack()));
    CHECK(model.outcome() != nullptr);
    QSignalSpy wanted(&model, &InterventionModel::outcomeWanted);
    model.add(zeroOf({9, 0}));
    CHECK(wanted.isEmpty());
    CHECK(model.outcomeNote().contains(u"9.0"_s));
    model.undoStack().undo();
    CHECK(wanted.count() == 1);
    CHECK(model.outcomeNote().isEmpty());
}

TEST_CASE(
    "A sweep goes from wanted to ready, keeps its rows when it is stopped, and is stale with another run")
{
    using State = InterventionModel::SweepState;
    InterventionModel model;
    CHECK_FALSE(model.sweepBlocked().isEmpty());
    model.setPlace(samplePlace());
    CHECK(model.cost()->forwards == 36 * (1 + InterventionModel::controlDraws));
    QSignalSpy wanted(&model, &InterventionModel::sweepWanted);
    model.sweep();
    REQUIRE(wanted.count() == 1);
    const auto request = wanted.front().front().value<SweepRequest>();
    model.startSweep();
    CHECK(model.sweepState() == State::Running);
    CHECK(model.map() == nullptr);
    model.growSweep(sampleSweep(request, 2));
    CHECK(model.map()->rowsDone == 2);
    model.cancelSweep();
    CHECK(model.sweepState() == State::Ready);
    CHECK(model.map()->rowsDone == 2);
    model.growSweep(sampleSweep(request, 3)); // on its way when it was stopped
    CHECK(model.map()->rowsDone == 2);
    model.startSweep();
    model.finishSweep(sampleSweep(request));
    CHECK(model.sweepState() == State::Ready);
    model.setPlace(samplePlace());
    CHECK(model.sweepState() == State::Stale);
    model.forget();
    CHECK(model.sweepState() == State::Empty);
    CHECK(model.map() == nullptr);
}

TEST_CASE("What a sweep needs and lacks is said, and a replacement that does not fit gives way")
{
    InterventionModel model;
    CausalPlace alone = samplePlace();
    alone.hasOther = false;
    alone.references = 0;
    model.setPlace(alone);
    CHECK(model.sweepBlocked().isEmpty());
    model.setChoice({SweepKind::Heads, Replacement::Mean, {}, false});
    CHECK(model.sweepBlocked().contains(u"reference"_s));
    model.setChoice({SweepKind::PathsToLogits, Replacement::Zero, {}, false});
    CHECK(model.choice().replacement == Replacement::Corrupted);
    CHECK(model.sweepBlocked().contains(u"another prompt"_s));
    CHECK_FALSE(model.cost().has_value());
    QSignalSpy wanted(&model, &InterventionModel::sweepWanted);
    model.sweep();
    CHECK(wanted.isEmpty());
}
