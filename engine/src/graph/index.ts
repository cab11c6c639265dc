export { callShape, idOf, typeOfId, type Argument, type Call } from './call.ts';
export { Graph, inputsOf, UnknownId } from './graph.ts';
