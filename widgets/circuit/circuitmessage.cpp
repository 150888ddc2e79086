#include "widgets/circuit/circuitmessage.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace headwaters {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("CircuitView", text);
}

StateMessage nothingTraced(const RunModel& run, const QString& into, const QString& blocked)
{
    StateMessage message{
        QStringLiteral("circuit"),
        tr("No run yet"),
        tr("Type a prompt and run it. A circuit then says which heads made the model write one token and not "
           "another, and what each of them read."),
        {},
        {},
        tr("Open a circuit…")};
    if (!run.result())
        return message;
    message.title = tr("Nothing traced yet");
    message.text = tr("A trace starts from what you ask about and follows each attention edge to the few "
                      "directions that carry it, and to the parts upstream that write them.");
    if (blocked.isEmpty()) {
        message.primary = into.isEmpty() ? tr("Trace") : tr("Trace into %1").arg(into);
        message.primaryIcon = QStringLiteral("run");
    } else {
        message.text += u' ' + blocked;
    }
    return message;
}

} // namespace

std::optional<StateMessage>
circuitMessage(const CircuitModel& model, const RunModel& run, const QString& into, const QString& blocked)
{
    switch (model.state()) {
    case CircuitModel::State::Failed: {
        StateMessage message{
            QStringLiteral("error"), tr("This trace was not finished"),
            model.problem().summary + u' ' + tr("Nothing from this trace is drawn.")};
        if (blocked.isEmpty())
            message.primary = tr("Trace again");
        message.secondary = model.circuit() ? tr("Back to the circuit before") : QString();
        message.details = model.problem().summary + u'\n' + model.problem().detail;
        return message;
    }
    case CircuitModel::State::Empty:
        return nothingTraced(run, into, blocked);
    case CircuitModel::State::Tracing:
        if (model.circuit() && !model.circuit()->isEmpty())
            return std::nullopt;
        return StateMessage{
            QStringLiteral("circuit"), tr("Tracing"),
            tr("The circuit is drawn when the trace is complete. Heads and maps can be looked at "
               "meanwhile.")};
    case CircuitModel::State::Ready:
    case CircuitModel::State::Stale:
        break;
    }
    if (!model.circuit()) // an undo has just taken it away
        return nothingTraced(run, into, blocked);
    if (!model.circuit()->isEmpty())
        return std::nullopt;
    return StateMessage{
        QStringLiteral("circuit"),
        tr("An empty circuit"),
        model.circuit()->note.isEmpty() ? tr("No edge was found.") : model.circuit()->note,
        {},
        {},
        tr("Open a circuit…")};
}

QString circuitNote(const CircuitModel& model, int hidden)
{
    const auto circuit = model.circuit();
    if (!circuit || circuit->isEmpty())
        return {};
    QStringList parts;
    if (model.state() == CircuitModel::State::Stale)
        parts << tr("The prompt has changed: this is the circuit of run %1.").arg(model.desk().run);
    if (!model.desk().path.isEmpty())
        parts << tr("Read from %1.").arg(QFileInfo(model.desk().path).fileName());
    if (!circuit->note.isEmpty())
        parts << circuit->note;
    if (hidden > 0)
        parts << tr("%1 edges of small weight are not shown, so that the graph can be read; the threshold "
                    "brings them back.")
                     .arg(hidden);
    if (!circuit->nearTies.empty())
        parts
            << (circuit->nearTies.size() == 1
                    ? tr("1 near tie: rounding may decide %1.").arg(circuit->nearTies.front().where)
                    : tr("%1 near ties: rounding may decide %2 and others.")
                          .arg(circuit->nearTies.size())
                          .arg(circuit->nearTies.front().where));
    return parts.join(u' ');
}

} // namespace headwaters
