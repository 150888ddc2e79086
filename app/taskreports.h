#pragma once

#include "app/document.h"

#include <QObject>

#include <optional>

namespace headwaters {

class TaskStrip;

/// Shows what the model thread of a document does as rows of the task strip: the opening of a model and the
/// run; and beside them what is open.
class TaskReports : public QObject {
    Q_OBJECT

public:
    /// `side` stands before each row, as `B: `; what is open is told for the document without one. It lives
    /// no longer than the document and takes its rows with it.
    TaskReports(Document& document, TaskStrip* strip, const QString& side = {});

private:
    void beginOpening(const QString& path);
    void announceMemory(const MemoryEstimate& memory);
    void beginRun(quint64 run);
    void endOpening();
    void endRun();
    void endReading();
    void describe();

    Document& m_document;
    TaskStrip* m_strip;
    QString m_side;
    QString m_openingText;
    std::optional<int> m_opening;
    std::optional<int> m_run;
    std::optional<int> m_reading; ///< of the vocabulary
};

} // namespace headwaters
