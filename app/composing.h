#pragma once

#include "app/document.h"
#include "core/engine/session/snapshotthread.h"
#include "widgets/stages/stagesmodel.h"

#include <QObject>

namespace headwaters {

/// Answers what a head composes with, of the open model's weights, in a thread of its own: it does not wait
/// for a scan. A newer question stops the older.
class Composing : public QObject {
    Q_OBJECT

public:
    Composing(Document& document, StagesModel& model, QObject* parent = nullptr);

    /// A question is under way.
    [[nodiscard]] bool isBusy() const { return m_thread.isPending(compositionJob); }

private:
    static constexpr int compositionJob = 0;

    void compose(HeadIndex head);

    Document& m_document;
    StagesModel& m_model;
    HeadIndex m_head; ///< that was asked for last
    SnapshotThread m_thread{QStringLiteral("composition")};
};

} // namespace headwaters
