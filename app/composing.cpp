#include "app/composing.h"

#include "core/engine/decompose/composition.h"
#include "core/engine/session/snapshotmodel.h"

namespace headwaters {

Composing::Composing(Document& document, StagesModel& model, QObject* parent)
    : QObject(parent),
      m_document(document),
      m_model(model)
{
    connect(&model, &StagesModel::compositionWanted, this, &Composing::compose);
    connect(&m_thread, &SnapshotThread::failed, this, [this](int, const Problem& problem) {
        m_model.failComposition(m_head, problem.summary);
    });
}

void Composing::compose(HeadIndex head)
{
    m_head = head;
    const std::shared_ptr<const Model> model = modelOf(m_document.snapshot());
    if (!model) {
        m_model.failComposition(head, tr("Run a prompt first; then its model's weights can be read."));
        return;
    }
    m_thread.ask<std::shared_ptr<const HeadComposition>>(
        compositionJob,
        [model, head](const CancelToken& cancel, const ProgressFunction&) {
            return std::make_shared<const HeadComposition>(compositionOf(model, head, cancel));
        },
        [this, model](const std::shared_ptr<const HeadComposition>& composition) {
            // Of a model that has gone meanwhile nothing is kept.
            if (modelOf(m_document.snapshot()) == model)
                m_model.setComposition(composition);
        });
}

} // namespace headwaters
