#include "app/taskreports.h"

#include "core/base/memory.h"
#include "widgets/tasks/taskstrip.h"

#include <QDir>

namespace headwaters {

TaskReports::TaskReports(Document& document, TaskStrip* strip, const QString& side)
    : QObject(strip),
      m_document(document),
      m_strip(strip),
      m_side(side)
{
    connect(&document, &Document::openingStarted, this, &TaskReports::beginOpening);
    connect(&document, &Document::memoryAnnounced, this, &TaskReports::announceMemory);
    connect(&document, &Document::openingProgressed, this, [this](int done, int total) {
        if (m_opening)
            m_strip->setProgress(*m_opening, done, total);
    });
    connect(&document, &Document::openingEnded, this, &TaskReports::endOpening);
    connect(&document, &Document::runStarted, this, &TaskReports::beginRun);
    connect(&document, &Document::runProgressed, this, [this](quint64, int done, int total) {
        if (m_run)
            m_strip->setProgress(*m_run, done, total);
    });
    connect(&document, &Document::runEnded, this, &TaskReports::endRun);
    if (side.isEmpty()) {
        connect(&document.runModel(), &RunModel::modelChanged, this, &TaskReports::describe);
        connect(&document.runModel(), &RunModel::runChanged, this, &TaskReports::describe);
    }
    Directions& directions = document.directions();
    connect(&directions, &Directions::readingStarted, this, [this] {
        endReading();
        m_reading = m_strip->addTask(
            QStringLiteral("search"), m_side + tr("Read the vocabulary after the first layer"));
    });
    connect(&directions, &Directions::readingProgressed, this, [this](int done, int total) {
        if (m_reading)
            m_strip->setProgress(*m_reading, done, total);
    });
    connect(&directions, &Directions::readingEnded, this, &TaskReports::endReading);
    connect(m_strip, &TaskStrip::cancelRequested, this, [this](int id) {
        if (m_opening == id || m_run == id)
            m_document.cancel();
        else if (m_reading == id)
            m_document.directions().cancelReading();
    });
    // The second side of a comparison is gone before the strip is.
    connect(&document, &QObject::destroyed, this, [this] {
        endOpening();
        endRun();
        endReading();
        delete this;
    });
    if (document.isOpening())
        beginOpening(document.openingPath());
}

void TaskReports::beginOpening(const QString& path)
{
    endOpening();
    m_openingText = m_side + tr("Open %1").arg(QDir(path).dirName());
    m_opening = m_strip->addTask(QStringLiteral("open-folder"), m_openingText);
}

void TaskReports::announceMemory(const MemoryEstimate& memory)
{
    if (!m_opening)
        return;
    m_strip->setWhat(
        *m_opening, tr("%1 · takes about %2 of memory").arg(m_openingText, bytesText(memory.peak)));
}

void TaskReports::endOpening()
{
    if (m_opening)
        m_strip->endTask(*m_opening);
    m_opening.reset();
}

void TaskReports::beginRun(quint64 run)
{
    endRun();
    m_run = m_strip->addTask(QStringLiteral("run"), m_side + tr("Run %1").arg(run), tr("layers"));
}

void TaskReports::endRun()
{
    if (m_run)
        m_strip->endTask(*m_run);
    m_run.reset();
}

void TaskReports::endReading()
{
    if (m_reading)
        m_strip->endTask(*m_reading);
    m_reading.reset();
}

void TaskReports::describe()
{
    const ModelInfo& model = m_document.runModel().model();
    const auto result = m_document.runModel().result();
    if (model.nLayers == 0)
        return;
    QString text = tr("%1 layers × %2 heads").arg(model.nLayers).arg(model.nHeads);
    if (result)
        text += result->tokens.size() == 1 ? tr(" · 1 token") : tr(" · %1 tokens").arg(result->tokens.size());
    m_strip->setIdleText(text);
}

} // namespace headwaters
