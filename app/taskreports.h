#pragma once

#include "app/document.h"

#include <QObject>

#include <optional>

namespace headwaters {

class TaskStrip;

/// Shows what the model thread does as rows of the task strip: the opening of a model and the run; and beside
/// them what is open.
class TaskReports : public QObject {
    Q_OBJECT

public:
    TaskReports(Document& document, TaskStrip* strip);

private:
    void beginOpening(const QString& path);
    void beginRun(quint64 run);
    void endOpening();
    void endRun();
    void describe();

    Document& m_document;
    TaskStrip* m_strip;
    std::optional<int> m_opening;
    std::optional<int> m_run;
};

} // namespace headwaters
