#include "core/files/foundmodels.h"

#include "core/base/memory.h"
#include "core/files/families.h"
#include "core/files/modelfolder.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <map>
#include <new>

namespace headwaters {

namespace {

void takeWeights(FoundModel& model, const TensorFile& weights)
{
    model.fileSize = 0;
    for (const QString& file : weights.files())
        model.fileSize += QFileInfo(file).size();
    std::map<QString, qint64> formats;
    for (const auto& [name, tensor] : weights.tensors()) {
        if (!isWeight(tensor))
            continue;
        const bool isOther = tensor.dtype == DType::Other;
        formats[isOther ? tensor.storedDtype : dtypeText(tensor.dtype)] +=
            static_cast<qint64>(elementCount(tensor));
        if (isOther && model.problem.isEmpty()) {
            model.problem = QStringLiteral("%1 is stored as %2, a type that is not read.")
                                .arg(forMessage(name), forMessage(tensor.storedDtype, 40));
        }
    }
    const auto most = std::max_element(
        formats.begin(), formats.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != formats.end())
        model.format = most->first;
}

} // namespace

FoundModel lookAt(const ModelCandidate& candidate, qint64 available)
{
    FoundModel model{
        .name = candidate.name,
        .path = candidate.path,
        .place = candidate.place,
        .problem = candidate.problem};
    if (!model.problem.isEmpty())
        return model;
    const QFileInfo file(model.path);
    if (file.isFile())
        model.fileSize = file.size();
    try {
        const ModelFolder folder = openModelFolder(model.path);
        if (model.name.isEmpty())
            model.name = folder.name;
        model.family = familyName(folder);
        model.problem = familyProblem(folder);
        model.memory = estimateMemory(folder, available);
        takeWeights(model, *folder.weights);
    } catch (const Error& error) {
        model.problem = error.problem().summary;
    } catch (const std::bad_alloc&) {
        model.problem = QStringLiteral("There is not enough memory to read its header.");
    }
    if (model.name.isEmpty())
        model.name = file.fileName();
    return model;
}

void findModels(
    const std::vector<ModelPlace>& places, const CancelToken& cancel,
    const std::function<void(const FoundModel&)>& found, const ProgressFunction& progress)
{
    std::vector<ModelCandidate> candidates;
    QSet<QString> known;
    for (const ModelPlace& place : places) {
        for (ModelCandidate& candidate : candidatesIn(place, cancel)) {
            const QString canonical = QFileInfo(candidate.path).canonicalFilePath();
            const QString key = canonical.isEmpty() ? candidate.path : canonical;
            // Two names of one file of Ollama are two models to a person.
            if (known.contains(key) && place.layout != ModelPlace::Layout::Ollama)
                continue;
            known.insert(key);
            candidates.push_back(std::move(candidate));
        }
    }
    const auto total = static_cast<int>(candidates.size());
    const qint64 available = availableMemory();
    for (int done = 0; done < total; ++done) {
        cancel.throwIfCancelled();
        if (progress)
            progress(done, total);
        found(lookAt(candidates[static_cast<std::size_t>(done)], available));
    }
    if (progress)
        progress(total, total);
}

} // namespace headwaters
