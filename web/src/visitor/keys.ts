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
}

export class Keys {
  /** How the server knows this tab. Outlives the other keys: saying goodbye takes a name. */
  identity: Identity | null = null;
  talk: VisitorConversation | null = null;
  /** The newest the server gave, for the case that it loses this conversation (§5.1); base64. */
  slip = '';
  private root: Bytes | null = null;
  private share: Bytes | null = null;
  private states: readonly Bytes[] = [];
  /** The keys of those who are in by the newest of them. */
  private holders: readonly string[] = [];

  /** Keys for a new conversation, by which a reload of this tab comes back. */
  async begin(): Promise<void> {
    const talk = await VisitorConversation.begin();
    this.talk = talk;
    this.identity = talk;
    this.root = talk.root.slice();
    this.remember();
  }

  /** What an earlier load of this tab left; the keys come with the server's share of them. */
  async comeBack({ root, states, slip }: Tab): Promise<void> {
    this.root = root;
    this.states = states;
    this.slip = slip;
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
    const kept = fromBase64(blob);
    this.talk = await VisitorConversation.restore(root, share, kept, states);
    this.states = [await stateIdOf(kept)];
    this.holders = this.talk.members.map(({ key }) => key);
    this.remember();
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
    const holders = talk.members.map(({ key }) => key);
    // Until the server has it, a reload may find one from before. But never one in which somebody is in who
    // is left out by this one: then rather no way back (decision 0009).
    const isLeftOut = this.holders.some((key) => !holders.includes(key));
    this.states = [...(isLeftOut ? [] : this.states), await stateIdOf(blob)];
    this.holders = holders;
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

  /** Drop everything that opens or seals, and unless the page may come back, also what the tab remembers. */
  drop(mayComeBack = false): void {
    if (!mayComeBack) forgetTab();
    this.talk?.forget();
    this.root?.fill(0);
    this.talk = null;
    this.root = null;
    this.share = null;
    this.slip = '';
    this.states = [];
    this.holders = [];
  }

  forget(mayComeBack = false): void {
    this.drop(mayComeBack);
    this.identity = null;
  }

  takeSlip(slip: string): void {
    this.slip = slip;
    this.remember();
  }

  private remember(): void {
    if (this.root) keepTab({ root: this.root, states: this.states, slip: this.slip });
  }
}
