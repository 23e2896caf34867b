#pragma once
// What the story's bar shows and may ask for. The server knows only this; a node that is no showcase has none.
#include "base/json.h"
#include "base/result.h"
#include "desk/texts.h"

namespace isotrail {

class StoryControl {
 public:
  virtual ~StoryControl() = default;
  /// {title, now, zone, playing, speed, step, total, chapter, chapters:[{id,title,first,done}], next:{n,at,text} or null,
  /// recent:[{n,at,by,text,outcome,codes}]}; step is the last row played.
  virtual Json status(Language language) const = 0;
  /// {"action":"play"|"pause"|"step"}, {"action":"speed","speed":1..600}, {"action":"jump","to":row number or chapter}.
  /// Answers the status in English. BAD_VALUE for what is not understood; OUT_OF_ORDER for a jump back: the record only grows.
  virtual Result<Json> act(const Json& body) = 0;
};

}  // namespace isotrail
