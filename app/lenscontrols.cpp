#include "app/lenscontrols.h"

#include "widgets/tasks/taskstrip.h"

namespace headwaters {

LensControls::LensControls(Lensing& lensing, TaskStrip* strip, QObject* parent)
    : QObject(parent),
      m_strip(strip)
{
    connect(&lensing, &Lensing::started, this, [this] {
        endTask();
        m_row = m_strip->addTask(
            QStringLiteral("lens"), tr("Read the stream between the layers"), tr("positions"));
        Q_EMIT changed();
    });
    connect(&lensing, &Lensing::progressed, this, [this](int done, int total) {
        if (m_row)
            m_strip->setProgress(*m_row, done, total);
    });
    connect(&lensing, &Lensing::ended, this, [this] {
        endTask();
        Q_EMIT changed();
    });
    connect(&lensing.model(), &LensModel::changed, this, &LensControls::changed);
    connect(m_strip, &TaskStrip::cancelRequested, this, [this, &lensing](int row) {
        if (m_row == row)
            lensing.cancel();
    });
}

void LensControls::endTask()
{
    if (m_row)
        m_strip->endTask(*m_row);
    m_row.reset();
}

} // namespace headwaters
