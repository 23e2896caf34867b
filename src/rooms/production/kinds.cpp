// Words for kinds of materials and equipment, for refusals.
#include <string_view>

#include "rooms/production/facts.h"

namespace isotrail::production {
namespace {

struct Words {
  const char *code, *en, *zh_hans, *zh_hant, *pt;
};
constexpr Words kKinds[] = {{"target_water", "target water", "靶水", "靶水", "água de alvo"},
                            {"precursor", "precursor", "前体", "前體", "precursor"},
                            {"cassette", "cassette", "卡套", "卡套", "cassete"},
                            {"reagent", "reagent", "试剂", "試劑", "reagente"},
                            {"vials", "vials", "西林瓶", "西林瓶", "frascos"},
                            {"kit", "kit", "药盒", "藥盒", "kit"},
                            {"container", "container", "容器", "容器", "recipiente"},
                            {"bulk", "bulk nuclide", "原料核素", "原料核素", "granel"},
                            {"batch", "batch", "成品批", "成品批", "lote"},
                            {"vial", "vial", "瓶装药品", "瓶裝藥品", "frasco"},
                            {"equipment", "equipment", "设备", "設備", "equipamento"},
                            {"cyclotron", "cyclotron", "回旋加速器", "迴旋加速器", "ciclotrão"},
                            {"target", "target", "靶", "靶", "alvo"},
                            {"synthesiser", "synthesiser", "合成器", "合成器", "sintetizador"},
                            {"calibrator", "dose calibrator", "活度计", "活度計", "calibrador de dose"},
                            {"survey_meter", "survey meter", "巡测仪", "巡測儀", "medidor de radiação"},
                            {"wipe_counter", "wipe counter", "擦拭样品计数器", "擦拭樣品計數器", "contador de esfregaços"},
                            {"hplc", "HPLC", "高效液相色谱仪", "高效液相色譜儀", "HPLC"},
                            {"gc", "gas chromatograph", "气相色谱仪", "氣相色譜儀", "cromatógrafo de gases"},
                            {"lal", "endotoxin tester", "内毒素测定仪", "內毒素測定儀", "leitor de endotoxinas"},
                            {"dispenser", "dispenser", "分装仪", "分裝儀", "dispensador"},
                            {"shield", "shield", "屏蔽体", "屏蔽體", "blindagem"}};

Words wordsOf(std::string_view kind) {
  for (const auto& w : kKinds)
    if (kind == w.code) return w;
  return {};
}

}  // namespace

Json& setKind(Json& params, const std::string& key, const std::string& kinds) {
  std::string en, zh_hans, zh_hant, pt;
  std::string_view rest = kinds;
  while (!rest.empty()) {
    const auto bar = rest.find('|');
    const std::string kind(rest.substr(0, bar));
    const Words w = wordsOf(kind);
    const auto add = [&](std::string& out, const char* word) { out += (out.empty() ? "" : " / ") + (word ? std::string(word) : kind); };
    add(en, w.en);
    add(zh_hans, w.zh_hans);
    add(zh_hant, w.zh_hant);
    add(pt, w.pt);
    rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
  }
  return params.set(key, kinds).set(key + "_en", en).set(key + "_zh_hans", zh_hans).set(key + "_zh_hant", zh_hant).set(key + "_pt", pt);
}

}  // namespace isotrail::production
