import audit from './audit.json';
import board from './board.json';
import clinic from './clinic.json';
import desk from './desk.json';
import hotlab from './hotlab.json';
import lineage from './lineage.json';
import lists from './lists.json';
import logistics from './logistics.json';
import oversight from './oversight.json';
import physics from './physics.json';
import production from './production.json';
import shell from './shell.json';
import story from './story.json';
import sync from './sync.json';
import today from './today.json';
import vigilance from './vigilance.json';
import waste from './waste.json';

export default { audit, board, clinic, desk, hotlab, lineage, lists, logistics, oversight, physics, production, shell, story, sync, today, vigilance, waste };
