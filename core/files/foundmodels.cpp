#include "core/files/foundmodels.h"

#include "core/base/memory.h"
#include "core/files/gguf.h"
#include "core/files/modelfolder.h"
#include "core/files/reading.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <map>
#include <new>

namespace headwaters {

namespace {

/// A family by the names that files have for it. Whether its switches are implemented shows on opening.
struct KnownFamily {
    const char* modelType; // config.json
    const char* architecture; // GGUF; null: under that of another
    bool tied; // where config.json does not say
};

constexpr KnownFamily knownFamilies[] = {
    {"gpt2", "gpt2", true},      {"gpt_neox", "gptneox", false}, {"llama", "llama", false},
    {"mistral", nullptr, false}, {"qwen2", "qwen2", false},      {"qwen3", "qwen3", false},
    {"gemma2", "gemma2", true},
};

const KnownFamily* familyOf(const QString& modelType)
{
    const auto* found = std::find_if(
        std::begin(knownFamilies), std::end(knownFamilies),
        [&modelType](const KnownFamily& family) { return modelType == QLatin1String(family.modelType); });
    return found == std::end(knownFamilies) ? nullptr : found;
}

bool isArchitecture(const QString& name)
{
    return std::any_of(
        std::begin(knownFamilies), std::end(knownFamilies), [&name](const KnownFamily& family) {
            return family.architecture != nullptr && name == QLatin1String(family.architecture);
        });
}

QString familyProblem(const QString& name)
{
    QStringList names;
    for (const KnownFamily& family : knownFamilies)
        names << QLatin1String(family.modelType);
    return QStringLiteral("Models of the family %1 cannot be opened; those of %2 can.")
        .arg(forMessage(name, 40), names.join(QStringLiteral(", ")));
}

void takeWeights(FoundModel& model, const TensorFile& weights, bool tied, qint64 available)
{
    model.memory = estimateMemory(weights, tied, available);
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

void lookAtHuggingFace(FoundModel& model, const ModelFolder& folder, qint64 available)
{
    model.family = folder.config[QLatin1String("model_type")].toString();
    const KnownFamily* family = familyOf(model.family);
    if (family == nullptr)
        model.problem = model.family.isEmpty() ? QStringLiteral("config.json has no model_type.")
                                               : familyProblem(model.family);
    const bool tied = folder.config[QLatin1String("tie_word_embeddings")].toBool(family && family->tied);
    takeWeights(model, *folder.weights, tied, available);
}

void lookAtGguf(FoundModel& model, const GgufFile& file, qint64 available)
{
    model.family = file.metadata().text(QStringLiteral("general.architecture")).value_or(QString());
    if (!isArchitecture(model.family))
        model.problem = model.family.isEmpty() ? QStringLiteral("The file names no general.architecture.")
                                               : familyProblem(model.family);
    takeWeights(model, file, false, available); // a file without output.weight is tied
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
        if (folder.gguf)
            lookAtGguf(model, *folder.gguf, available);
        else
            lookAtHuggingFace(model, folder, available);
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
