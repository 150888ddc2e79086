// The broken-file table of the command line: one entry per way in which input can be broken. Each is answered
// by one line on standard error that names what is broken, and by status 1 or 2.

#include "app/cli/program.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtEndian>

#include <cstring>
#include <functional>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

void setBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    REQUIRE(file.write(bytes) == bytes.size());
}

void setConfig(const QString& folder, const QString& field, const QJsonValue& value)
{
    const QString path = folder + u"/config.json"_s;
    QJsonObject config = QJsonDocument::fromJson(bytesOf(path)).object();
    config[field] = value;
    setBytes(path, QJsonDocument(config).toJson());
}

/// The weight file taken apart: the JSON header and the data after it.
struct Weights {
    explicit Weights(const QString& folder) : path(folder + u"/model.safetensors"_s)
    {
        const QByteArray bytes = bytesOf(path);
        const auto length = static_cast<qsizetype>(qFromLittleEndian<quint64>(bytes.constData()));
        header = QJsonDocument::fromJson(bytes.mid(8, length)).object();
        data = bytes.mid(8 + length);
    }

    void write() const
    {
        const QByteArray text = QJsonDocument(header).toJson(QJsonDocument::Compact);
        QByteArray length(8, '\0');
        qToLittleEndian(static_cast<quint64>(text.size()), length.data());
        setBytes(path, length + text + data);
    }

    QString firstTensor() const
    {
        return header.keys().first() == "__metadata__"_L1 ? header.keys().at(1) : header.keys().first();
    }

    void set(const QString& field, const QJsonValue& value)
    {
        QJsonObject tensor = header.value(firstTensor()).toObject();
        tensor[field] = value;
        header[firstTensor()] = tensor;
    }

    QString path;
    QJsonObject header;
    QByteArray data;
};

void setFirstWeight(const QString& folder, quint16 half)
{
    Weights weights(folder);
    const qint64 begin = weights.header[weights.firstTensor()]["data_offsets"_L1][0].toInteger();
    qToLittleEndian(half, weights.data.data() + begin);
    weights.write();
}

struct BrokenModel {
    const char* what;
    std::function<void(const QString& folder)> breakIt;
    QStringList mentions;
};

const std::vector<BrokenModel>& brokenModels()
{
    static const std::vector<BrokenModel> table{
        {"no config.json",
         [](const QString& folder) { QFile::remove(folder + u"/config.json"_s); },
         {u"config.json"_s}},
        {"no weights",
         [](const QString& folder) { QFile::remove(folder + u"/model.safetensors"_s); },
         {u"safetensors"_s}},
        {"no tokenizer",
         [](const QString& folder) {
             QFile::remove(folder + u"/vocab.json"_s);
             QFile::remove(folder + u"/merges.txt"_s);
         },
         {u"vocab.json"_s}},
        {"config.json is no JSON",
         [](const QString& folder) { setBytes(folder + u"/config.json"_s, "{\"n_layer\": "); },
         {u"config.json"_s}},
        {"config.json is no UTF-8",
         [](const QString& folder) { setBytes(folder + u"/config.json"_s, "{\"model_type\": \"gpt\xFF\"}"); },
         {u"config.json"_s}},
        {"unknown family",
         [](const QString& folder) { setConfig(folder, u"model_type"_s, u"bert"_s); },
         {u"config.json"_s, u"bert"_s}},
        {"no layers",
         [](const QString& folder) { setConfig(folder, u"n_layer"_s, 0); },
         {u"n_layer"_s, u"0"_s}},
        {"more layers than the file holds",
         [](const QString& folder) { setConfig(folder, u"n_layer"_s, 7); },
         {u"h.6"_s}},
        {"heads that do not divide the width",
         [](const QString& folder) { setConfig(folder, u"n_head"_s, 5); },
         {u"n_head"_s, u"5"_s, u"192"_s}},
        {"another width", [](const QString& folder) { setConfig(folder, u"n_embd"_s, 96); }, {u"96"_s}},
        {"negative epsilon",
         [](const QString& folder) { setConfig(folder, u"layer_norm_epsilon"_s, -1e-5); },
         {u"layer_norm_epsilon"_s}},
        {"unknown activation",
         [](const QString& folder) { setConfig(folder, u"activation_function"_s, u"mish"_s); },
         {u"activation_function"_s, u"mish"_s}},
        {"malformed line of merges.txt",
         [](const QString& folder) {
             QByteArray merges = bytesOf(folder + u"/merges.txt"_s);
             setBytes(folder + u"/merges.txt"_s, merges + "one two three\n");
         },
         {u"merges.txt"_s}},
        {"vocab.json is no object",
         [](const QString& folder) { setBytes(folder + u"/vocab.json"_s, "[1]"); },
         {u"vocab.json"_s}},
        {"empty weight file",
         [](const QString& folder) { setBytes(folder + u"/model.safetensors"_s, {}); },
         {u"model.safetensors"_s}},
        {"truncated weight file",
         [](const QString& folder) {
             const QString path = folder + u"/model.safetensors"_s;
             setBytes(path, bytesOf(path).chopped(1000));
         },
         {u"model.safetensors"_s}},
        {"a header longer than the file",
         [](const QString& folder) {
             const QString path = folder + u"/model.safetensors"_s;
             QByteArray bytes = bytesOf(path);
             qToLittleEndian<quint64>(1ULL << 62U, bytes.data());
             setBytes(path, bytes);
         },
         {u"model.safetensors"_s}},
        {"offsets beyond the file",
         [](const QString& folder) {
             Weights weights(folder);
             weights.set(u"data_offsets"_s, QJsonArray{0, 1e15});
             weights.write();
         },
         {u"model.safetensors"_s}},
        {"overlapping offsets",
         [](const QString& folder) {
             Weights weights(folder);
             const QJsonArray offsets =
                 weights.header[weights.header.keys().last()]["data_offsets"_L1].toArray();
             weights.set(u"data_offsets"_s, offsets);
             weights.write();
         },
         {u"model.safetensors"_s}},
        {"a shape that does not fit its bytes",
         [](const QString& folder) {
             Weights weights(folder);
             weights.set(u"shape"_s, QJsonArray{3, 5, 7});
             weights.write();
         },
         {u"model.safetensors"_s}},
        {"unknown number format",
         [](const QString& folder) {
             Weights weights(folder);
             weights.set(u"dtype"_s, u"Q4"_s);
             weights.write();
         },
         {u"model.safetensors"_s, u"Q4"_s}},
        {"a weight that is not a number",
         [](const QString& folder) { setFirstWeight(folder, 0x7E00); },
         {u"model.safetensors"_s}},
        {"an infinite weight",
         [](const QString& folder) { setFirstWeight(folder, 0x7C00); },
         {u"model.safetensors"_s}},
    };
    return table;
}

} // namespace

TEST_CASE("every broken model is refused in one line that names the file or the field")
{
    for (const BrokenModel& broken : brokenModels()) {
        QTemporaryDir folder;
        copyDemoModel(folder.filePath(u"model"_s));
        broken.breakIt(folder.filePath(u"model"_s));
        INFO(broken.what);
        checkRefusal(
            headwatersProgram(
                {u"run"_s, u"--prompt"_s, u"When"_s, u"--model"_s, folder.filePath(u"model"_s)}),
            2, broken.mentions);
    }
}

TEST_CASE("a model that is not there is refused")
{
    for (const QString& verb : {u"info"_s, u"bench"_s})
        checkRefusal(headwatersProgram({verb, u"--model"_s, u"no/such/folder"_s}), 2, {u"no/such/folder"_s});
    checkRefusal(
        headwatersProgram({u"tokens"_s, u"--prompt"_s, u"a"_s, u"--model"_s, u"no/such/folder"_s}), 2,
        {u"no/such/folder"_s});
}

TEST_CASE("prompts that cannot be run are refused with their numbers")
{
    const QString longest = u" the"_s.repeated(256);
    checkRefusal(headwatersProgram({u"run"_s, u"--prompt"_s, longest}), 2, {u"257"_s, u"256"_s});
    checkSuccess(headwatersProgram({u"run"_s, u"--no-bos"_s, u"--prompt"_s, longest}));
    checkRefusal(headwatersProgram({u"run"_s, u"--prompt"_s, QString()}), 2, {u"empty"_s});
    checkRefusal(headwatersProgram({u"run"_s, u"--prompt-file"_s, u"-"_s}), 2, {u"empty"_s});
    checkRefusal(
        headwatersProgram({u"run"_s, u"--prompt-file"_s, u"-"_s}, "abc\xC0\xAF"), 2, {u"UTF-8"_s, u"3"_s});
    checkRefusal(
        headwatersProgram({u"run"_s, u"--prompt-file"_s, u"no-such-file"_s}), 2, {u"no-such-file"_s});
}

TEST_CASE("a target or rival that is not exactly one token is refused by name")
{
    const QStringList words{u"run"_s, u"--prompt"_s, indirectObjectPrompt()};
    const auto with = [&](const QString& option, const QString& typed) {
        return headwatersProgram(words + QStringList{option, typed});
    };
    checkRefusal(with(u"--target"_s, u" Mary John"_s), 2, {u"--target"_s, u"Mary John"_s});
    checkRefusal(with(u"--target"_s, u" Xanthippe"_s), 2, {u"--target"_s, u"Xanthippe"_s});
    checkRefusal(with(u"--target"_s, QString()), 2, {u"--target"_s});
    checkRefusal(with(u"--rival"_s, u"#1536"_s), 2, {u"1536"_s});
    checkRefusal(with(u"--rival"_s, u"#-1"_s), 2, {u"--rival"_s});
    checkRefusal(with(u"--rival"_s, u"#99999999999999999999"_s), 2, {u"--rival"_s});
    checkRefusal(
        headwatersProgram(words + QStringList{u"--target"_s, u" Mary"_s, u"--rival"_s, u"#822"_s}), 2,
        {u"same token"_s});
}

TEST_CASE("words that make no sense are refused")
{
    const QString prompt = u"--prompt"_s;
    const std::vector<QStringList> table{
        {u"transmogrify"_s},
        {u"--transmogrify"_s},
        {u"info"_s, u"--transmogrify"_s},
        {u"info"_s, u"stray"_s},
        {u"info"_s, u"--model"_s},
        {u"info"_s, u"--model"_s, QString()},
        {u"info"_s, u"--json=yes"_s},
        {u"--version"_s, u"stray"_s},
        {u"tokens"_s},
        {u"tokens"_s, prompt},
        {u"tokens"_s, prompt, u"a"_s, prompt, u"b"_s},
        {u"tokens"_s, prompt, u"a"_s, u"--prompt-file"_s, u"-"_s},
        {u"tokens"_s, prompt, u"a"_s, u"--batch"_s, u"-"_s},
        {u"run"_s},
        {u"run"_s, prompt, u"a"_s, u"--top"_s, u"0"_s},
        {u"run"_s, prompt, u"a"_s, u"--top"_s, u"many"_s},
        {u"run"_s, prompt, u"a"_s, u"--top"_s, u"+5"_s},
        {u"run"_s, prompt, u"a"_s, u"--top"_s, u" 5"_s},
        {u"run"_s, prompt, u"a"_s, u"--hooks"_s, u"*"_s},
        {u"run"_s, prompt, u"a"_s, u"--cache"_s, u"cache.txt"_s},
        {u"run"_s, prompt, u"a"_s, u"--cache"_s, QDir::tempPath() + u"/headwaters-none.npz"_s, u"--hooks"_s,
         u"*.nothing"_s},
        {u"attention"_s, prompt, u"a"_s, u"--out"_s, u"a.pdf"_s},
        {u"attention"_s, prompt, u"a"_s, u"--layer"_s, u"0"_s, u"--head"_s, u"0"_s},
        {u"attention"_s, prompt, u"a"_s, u"--layer"_s, u"6"_s, u"--head"_s, u"0"_s, u"--out"_s, u"a.pdf"_s},
        {u"attention"_s, prompt, u"a"_s, u"--layer"_s, u"0"_s, u"--head"_s, u"-1"_s, u"--out"_s, u"a.pdf"_s},
        {u"attention"_s, prompt, u"a"_s, u"--layer"_s, u"0"_s, u"--head"_s, u"0"_s, u"--out"_s, u"a.docx"_s},
        {u"attention"_s, prompt, u"a"_s, u"--layer"_s, u"0"_s, u"--head"_s, u"0"_s, u"--quantity"_s,
         u"mass"_s, u"--out"_s, u"a.pdf"_s},
        {u"atlas"_s, prompt, u"a"_s},
        {u"atlas"_s, u"--out"_s, u"a.pdf"_s},
        {u"screenshot"_s, u"--view"_s, u"moon"_s, u"--out"_s, u"a.png"_s},
        {u"screenshot"_s, u"--view"_s, u"atlas"_s, u"--size"_s, u"wide"_s, u"--out"_s, u"a.png"_s},
        {u"screenshot"_s, u"--view"_s, u"atlas"_s, u"--theme"_s, u"blue"_s, u"--out"_s, u"a.png"_s},
        {u"screenshot"_s, u"--view"_s, u"atlas"_s, u"--out"_s, u"a.pdf"_s},
    };
    for (const QStringList& words : table) {
        INFO(words.join(u' ').toStdString());
        checkRefusal(headwatersProgram(words), 2, {});
    }
    CHECK_FALSE(QFileInfo::exists(QDir::tempPath() + u"/headwaters-none.npz"_s));
}

TEST_CASE("an output that cannot be written is a failure that leaves nothing behind")
{
    QTemporaryDir folder;
    const QString nowhere = folder.filePath(u"none/F"_s);
    const QStringList prompt{u"--prompt"_s, u"When Mary"_s};
    checkRefusal(
        headwatersProgram(QStringList{u"run"_s, u"--cache"_s, nowhere + u".npz"_s} + prompt), 1, {u"none"_s});
    checkRefusal(
        headwatersProgram(QStringList{u"atlas"_s, u"--out"_s, nowhere + u".pdf"_s} + prompt), 1, {u"none"_s});
    checkRefusal(
        headwatersProgram(
            QStringList{
                u"attention"_s, u"--layer"_s, u"0"_s, u"--head"_s, u"0"_s, u"--out"_s, nowhere + u".svg"_s}
            + prompt),
        1, {u"none"_s});
    checkRefusal(
        headwatersProgram({u"screenshot"_s, u"--view"_s, u"atlas"_s, u"--out"_s, nowhere + u".png"_s}), 1,
        {u"none"_s});
    CHECK(QDir(folder.path()).isEmpty());
}

TEST_CASE("a full disk is a failure")
{
    QTemporaryDir folder;
    const QString full = folder.filePath(u"full.npz"_s);
    REQUIRE(QFile::link(u"/dev/full"_s, full));
    checkRefusal(
        headwatersProgram({u"run"_s, u"--prompt"_s, u"When"_s, u"--cache"_s, full}), 1, {u"full.npz"_s});
}
