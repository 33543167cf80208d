// The keys of this tab's conversation. They exist in no other place: what is dropped here cannot be read again.
import {
  type Bytes,
  fromBase64,
  type Member,
  stateIdOf,
  toBase64,
  VisitorConversation,
} from '../hl1/index.ts';
import { forgetTab, keepTab, type Tab } from './tab.ts';

interface Identity {
  readonly cid: Bytes;
  readonly token: Bytes;
  readonly commitment: Bytes;
}

export class Keys {
  /** How the server knows this tab. Outlives the other keys: saying goodbye takes a name. */
  identity: Identity | null = null;
  talk: VisitorConversation | null = null;
  private root: Bytes | null = null;
  private share: Bytes | null = null;
  private states: readonly Bytes[] = [];

  /** Keys for a new conversation, by which a reload of this tab comes back. */
  async begin(): Promise<void> {
    const talk = await VisitorConversation.begin();
    this.talk = talk;
    this.identity = talk;
    this.root = talk.root.slice();
    this.remember();
  }

  /** What an earlier load of this tab left; the keys come with the server's share of them. */
  async comeBack({ root, states }: Tab): Promise<void> {
    this.root = root;
    this.states = states;
    this.identity = await VisitorConversation.identity(root);
  }

  /** Take the server's share. Returns whether it is the first time. */
  takeShare(share: string): boolean {
    const isFirst = this.share === null;
    this.share = fromBase64(share);
    return isFirst;
  }

  /** False when nothing was kept. Throws for a state that is not the newest this tab knows. */
  async restore(blob: string): Promise<boolean> {
    const { root, share, states } = this;
    if (!root || !share || blob === '') return false;
    this.talk = await VisitorConversation.restore(root, share, fromBase64(blob), states);
    return true;
  }

  get hasShare(): boolean {
    return this.share !== null;
  }

  /** What the server keeps for a reload; only it and this tab together can open it. */
  async state(): Promise<string> {
    const { talk, share } = this;
    if (!talk || !share) throw new Error('keys were dropped');
    const blob = await talk.state(share);
    // Until the server has it, a reload may find one from before.
    this.states = [...this.states, await stateIdOf(blob)];
    this.remember();
    return toBase64(blob);
  }

  /** The server has the newest state: an older one would bring back who was left out. */
  stateIsKept(): void {
    this.states = this.states.slice(-1);
    this.remember();
  }

  /** Who can read this now besides the visitor, from the epoch record. */
  get readers(): readonly Member[] {
    return (this.talk?.members ?? []).filter((member) => member.role !== 'visitor');
  }

  /** Drop everything that opens or seals. */
  drop(): void {
    forgetTab();
    this.talk?.forget();
    this.root?.fill(0);
    this.talk = null;
    this.root = null;
    this.share = null;
    this.states = [];
  }

  forget(): void {
    this.drop();
    this.identity = null;
  }

  private remember(): void {
    if (this.root) keepTab({ root: this.root, states: this.states });
  }
}
