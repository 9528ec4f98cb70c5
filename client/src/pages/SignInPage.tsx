// Signs a person in with e-mail and password.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Logo } from '../ui/Logo';
import { describeError } from './queries/errors';
import { useSignIn } from './queries/session';
import classes from './SignInPage.module.css';

interface Props {
  /** Whether the person was sent here because their session ended. */
  sessionEnded?: boolean;
  onSignedIn: () => void;
}

export function SignInPage({ sessionEnded = false, onSignedIn }: Props) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();
  const failure = signIn.error ? describeError(signIn.error) : null;

  return (
    <main className={classes.page}>
      <title>Sign in · Countersign</title>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate({ email: email.trim(), password }, { onSuccess: onSignedIn });
        }}
      >
        <Logo size={36} />
        <h1 className={classes.title}>Sign in to Countersign</h1>
        <p className={classes.lead}>
          {sessionEnded
            ? 'Your session has ended. Unsent edits are kept in this browser and are sent once you sign in again.'
            : 'Annotation, review and acceptance in one place.'}
        </p>
        {failure && (
          <div className={classes.failure} role="alert">
            <b>{failure.title}</b> {failure.detail}
          </div>
        )}
        <TextInput
          size="sm"
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          size="sm"
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
        />
        <Button type="submit" size="sm" fullWidth loading={signIn.isPending} mt={4}>
          Sign in
        </Button>
        <p className={classes.foot}>No account, or trouble signing in? Ask an administrator.</p>
      </form>
    </main>
  );
}
